/** What may wait for a slow store: each bound at the bound and one past it. */
import { expect, test } from "bun:test";
import { itemOverheadBytes } from "../../src/base/limits.ts";
import type { Proposal } from "../../src/core/effect.ts";
import { Credits } from "../../src/server/credits.ts";
import { Turn } from "../../src/server/turn.ts";
import { record } from "../support/proposals.ts";

/** What a proposal without a text counts. */
const overhead = itemOverheadBytes;
const wide = { sessionProposalsMax: 99, sessionBytesMax: 99_999, itemsMax: 99, bytesMax: 99_999 };

function proposal(session: number, characters = 0): Proposal {
  const text = "x".repeat(characters);
  return { type: "message", session, log: "lobby", identity: "1", from: "ann", text, time: 0 };
}

function turn(...proposals: readonly Proposal[]): Turn {
  const made = new Turn();
  for (const one of proposals) made.add({ type: "propose", proposal: one });
  return made;
}

const holder = { type: "holder", folded: "ann", nickname: "Ann", identity: "1", time: 0 } as const;
const topic = { type: "topic", room: "lobby", topic: "tea" } as const;

const bounds = [
  [
    "proposals of a session",
    { sessionProposalsMax: 2 },
    [proposal(1), proposal(1)],
    proposal(1),
    [true, false],
  ],
  [
    "bytes of a session",
    { sessionBytesMax: 2 * overhead + 20 },
    [proposal(1, 10), proposal(1)],
    proposal(1),
    [true, false],
  ],
  ["proposals in all", { itemsMax: 2 }, [proposal(1), proposal(2)], proposal(3), [true, true]],
  [
    "bytes in all",
    { bytesMax: 2 * overhead + 20 },
    [proposal(1, 10), proposal(2)],
    proposal(3),
    [true, true],
  ],
] as const;

test.each(bounds)("Credits bounds the %s", (...[, limits, atBound, more, exhausted]) => {
  const credits = new Credits({ ...wide, ...limits });
  const state = () => [1, 9].map((session) => credits.isExhausted(session));
  credits.take(turn(...atBound));
  expect(state()).toEqual([false, false]);
  credits.take(turn(more));
  expect(state()).toEqual([...exhausted]);
  credits.release(turn(more));
  expect(state()).toEqual([false, false]);
  credits.release(turn(...atBound));
  expect([1, 2, 3].map((session) => credits.hasPending(session))).toEqual([false, false, false]);
});

test("Credits counts one byte more than a bound as beyond it", () => {
  const credits = new Credits({ ...wide, sessionBytesMax: 419 });
  credits.take(turn(proposal(1, 10), proposal(1)));
  expect(credits.isExhausted(1)).toBe(true);
});

test("Credits knows who is owed an answer", () => {
  const credits = new Credits({ ...wide, itemsMax: 1 });
  const lookUp = {
    type: "lookUp",
    session: 2,
    log: "lobby",
    identity: "2",
    key: "k",
    refusal: { type: "error", fault: { code: "ignoring" } },
  } as const;
  credits.take(turn(proposal(1), lookUp));
  expect([credits.hasPending(1), credits.hasPending(2), credits.hasPending(3)]).toEqual([true, true, false]);
  credits.release(turn(lookUp));
  expect([credits.hasPending(1), credits.hasPending(2)]).toEqual([true, false]);
  credits.take(turn(proposal(3)));
  expect(credits.isExhausted(9)).toBe(true);
});

test("Credits counts a record for the session that waits for it, and for none where nobody does", () => {
  const credits = new Credits({ ...wide, sessionProposalsMax: 0 });
  const change = { session: 1, nickname: "ann", key: undefined, time: 0 };
  const [waited, unwaited] = [turn({ ...record(topic), change }), turn(record(holder))];
  credits.take(unwaited);
  expect([credits.hasPending(1), credits.isExhausted(1)]).toEqual([false, false]);
  credits.take(waited);
  expect([credits.hasPending(1), credits.isExhausted(1)]).toEqual([true, true]);
  for (const one of [waited, unwaited]) credits.release(one);
  expect([credits.hasPending(1), credits.isExhausted(1)]).toEqual([false, false]);
});

test("Credits counts notices and records in all, and knows when one turn holds enough", () => {
  const credits = new Credits({ ...wide, itemsMax: 3 });
  const full = turn(proposal(1));
  full.add({ type: "notice", notice: { event: "join", room: "lobby", nickname: "a", time: 0 } });
  expect(credits.isFull(full)).toBe(false);
  full.add({ type: "propose", proposal: record(holder) });
  expect(credits.isFull(full)).toBe(true);
  credits.take(full);
  expect(credits.isExhausted(9)).toBe(false);
  credits.take(turn(proposal(2)));
  expect(credits.isExhausted(9)).toBe(true);
  expect(new Credits({ ...wide, bytesMax: overhead + 20 }).isFull(turn(proposal(1, 9)))).toBe(false);
  expect(new Credits({ ...wide, bytesMax: overhead + 20 }).isFull(turn(proposal(1, 10)))).toBe(true);
  const records = turn(record(holder));
  const isFull = (bytesMax: number) => new Credits({ ...wide, bytesMax }).isFull(records);
  expect([isFull(overhead), isFull(overhead + 1)]).toEqual([true, false]);
});
