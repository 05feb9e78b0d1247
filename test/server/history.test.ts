/** What a session is answered out of a log: which entries, how many, how large. */
import { expect, test } from "bun:test";
import type { Log } from "../../src/log/log.ts";
import type { NewMessage } from "../../src/protocol/entry.ts";
import { memoryLog } from "../../src/log/memory.ts";
import type { MessageProposal } from "../support/proposals.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import { historyBytesMax, messageBytesMax } from "../../src/protocol/limits.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { readHistory } from "../../src/server/history.ts";

type Asked = Extract<Request, { type: "history" }>;

test.each([
  [{ limit: 3 }, [8, 9, 10]],
  [{ limit: 100 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [{ limit: 3, before: 5 }, [2, 3, 4]],
  [{ limit: 3, before: 1 }, []],
  [{ limit: 3, before: 99 }, [8, 9, 10]],
  [{ limit: 3, after: 5 }, [6, 7, 8]],
  [{ limit: 3, after: 0 }, [1, 2, 3]],
  [{ limit: 3, after: 10 }, []],
  [{ limit: 5, after: 3, before: 6 }, [4, 5]],
  [{ limit: 5, after: 5, before: 6 }, []],
] as const)("look gives the history for %j", (range, seqs) => {
  const log = logOf(...Array.from({ length: 10 }, (_, index) => draft(`${index + 1}`)));
  expect(seqsOf(ask(log, { type: "history", room: "lobby", ...range }))).toEqual([...seqs]);
});

test("look says what it was asked for, and under which key", () => {
  const log = logOf(draft("tea"));
  expect(ask(log, { type: "history", room: "lobby", limit: 1, key: "k" })).toEqual({
    type: "history",
    room: "lobby",
    nickname: undefined,
    entries: log.read("lobby", 0, 1),
    key: "k",
  });
});

test("look gives of a mailbox what was said with one other, either way, whatever the letters' case", () => {
  const log = logOf(
    draft("from bob", { from: "bob", to: "me" }),
    draft("from eve", { from: "eve", to: "me" }),
    draft("to bob", { from: "me", to: "BOB" }),
    draft("to eve", { from: "me", to: "eve" }),
    draft("from bob again", { from: "bob", to: "me" }),
  );
  const whole = { room: "lobby", nickname: "Bob", limit: 10 } as const;
  expect(seqsOf(ask(log, { type: "history", ...whole }, "@me"))).toEqual([1, 3, 5]);
  expect(seqsOf(ask(log, { type: "history", ...whole, limit: 2 }, "@me"))).toEqual([3, 5]);
  expect(seqsOf(ask(log, { type: "history", ...whole, after: 1 }, "@me"))).toEqual([3, 5]);
  expect(seqsOf(ask(log, { type: "history", ...whole, after: 0, limit: 1 }, "@me"))).toEqual([1]);
  expect(seqsOf(ask(log, { type: "history", ...whole, before: 5 }, "@me"))).toEqual([1, 3]);
});

test("look gives of one direct conversation no entry that is not before the one asked for, read forwards", () => {
  const log = logOf(...Array.from({ length: 5 }, (_, index) => draft(`${index}`, { from: "bob", to: "me" })));
  const request = {
    type: "history",
    room: "lobby",
    nickname: "bob",
    limit: 10,
    after: 1,
    before: 4,
  } as const;
  expect(seqsOf(ask(log, request, "@me"))).toEqual([2, 3]);
});

test("look gives one entry at least, however large", () => {
  const log = logOf(draft("x".repeat(historyBytesMax)), draft("y".repeat(historyBytesMax)));
  expect(seqsOf(ask(log, { type: "history", room: "lobby", limit: 9 }))).toEqual([2]);
  expect(seqsOf(ask(log, { type: "history", room: "lobby", limit: 9, after: 0 }))).toEqual([1]);
});

test.each([
  ["the last ones", {}, (seqs: readonly number[]) => seqs.at(-1) === 100],
  ["those before", { before: 90 }, (seqs: readonly number[]) => seqs.at(-1) === 89],
  ["those behind", { after: 5 }, (seqs: readonly number[]) => seqs[0] === 6],
] as const)("look gives of long entries %s that fit, without a gap", (_, range, nearest) => {
  const log = logOf(...Array.from({ length: 100 }, () => draft("x".repeat(messageBytesMax))));
  const answer = ask(log, { type: "history", room: "lobby", limit: 100, ...range });
  const seqs = seqsOf(answer);
  expect(nearest(seqs)).toBe(true);
  expect(seqs).toEqual(seqs.map((__, index) => (seqs[0] ?? 0) + index));
  expect(seqs.length).toBe(Math.floor(historyBytesMax / (messageBytesMax + 200)));
});

test("look counts bytes, not characters", () => {
  const log = logOf(...Array.from({ length: 100 }, () => draft("你".repeat(messageBytesMax / 3))));
  const seqs = seqsOf(ask(log, { type: "history", room: "lobby", limit: 100 }));
  expect(seqs.length).toBe(Math.floor(historyBytesMax / (messageBytesMax + 200)));
});

function ask(log: Log, request: Asked, name = "lobby"): Answer {
  return readHistory(log, name, request);
}

function seqsOf(answer: Answer): readonly number[] {
  return "entries" in answer ? answer.entries.map(({ seq }) => seq) : [];
}

function logOf(...drafts: readonly MessageProposal[]): Log {
  const log = memoryLog({ committed: () => undefined, failed: () => undefined });
  log.propose(drafts);
  return log;
}

/** With `to`, into my mailbox. */
function draft(text: string, fields: Partial<NewMessage> = {}): MessageProposal {
  const log = fields.to === undefined ? "lobby" : "@me";
  return { type: "message", log, identity: "1", from: "alice", text, time: 0, ...fields };
}
