/** Where a reader begins, and what comes next from there: out of the tail, out of the log, or out of both. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Log } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { readEntriesMax } from "../../src/log/limits.ts";
import { v2 } from "../../src/protocol/v2.ts";
import { Cursor } from "../../src/server/cursor.ts";
import { Outlet } from "../../src/server/outlet.ts";
import type { Tail } from "../../src/server/tail.ts";
import { Tails } from "../../src/server/tail.ts";
import { FakeConnection } from "../support/fake-connection.ts";
import { formCodec } from "../support/form-codec.ts";
import { draft, newEntries } from "../support/proposals.ts";

/** 20 entries, of which the tail reaches back to some. */
test.each([
  ["without a cursor, at the head", undefined, []],
  ["in the tail", 17, [18, 19, 20]],
  ["at the tail's first entry", 15, [16, 17, 18, 19, 20]],
  ["beyond the tail", 12, [13, 14, 15, 16, 17, 18, 19, 20]],
  ["at the very beginning", 0, Array.from({ length: 20 }, (_, index) => index + 1)],
  ["at the head", 20, []],
  ["beyond the head", 99, []],
] as const)("Cursor begins %s", (_, after, seqs) => {
  const world = open();
  world.say(15);
  world.forget();
  world.say(5);
  expect(world.readAll(new Cursor(world.outlet, world.tail, { after }))).toEqual([...seqs]);
});

test("Cursor that began beyond the head goes on with what comes", () => {
  const world = open();
  world.say(3);
  const cursor = new Cursor(world.outlet, world.tail, { after: 99 });
  expect(cursor.seq).toBe(3);
  world.say(2);
  expect(world.readAll(cursor)).toEqual([4, 5]);
});

test("Cursor says where it is, whether it reads the tail or the log", () => {
  const world = open();
  world.say(4);
  world.forget();
  world.say(2);
  const cursor = new Cursor(world.outlet, world.tail, { after: 2 });
  expect(cursor.seq).toBe(2);
  const page = cursor.next(world.log);
  if (page === undefined) throw new Error("nothing comes");
  cursor.pass(page, 1);
  expect(cursor.seq).toBe(3);
  expect(world.readAll(cursor)).toEqual([4, 5, 6]);
  expect([cursor.seq, cursor.atHead]).toEqual([6, true]);
});

test("Cursor reads what the tail has just forgotten from the log", () => {
  const world = open();
  const cursor = new Cursor(world.outlet, world.tail);
  world.say(6);
  const page = cursor.next(world.log);
  if (page === undefined) throw new Error("nothing comes");
  cursor.pass(page, 2);
  world.forget();
  world.say(1);
  expect(world.readAll(cursor)).toEqual([3, 4, 5, 6, 7]);
});

test("Cursor asks the log for a bounded number of entries at once", () => {
  const world = open();
  world.say(readEntriesMax * 2 + 3);
  world.forget();
  const cursor = new Cursor(world.outlet, world.tail, { after: 0 });
  expect(cursor.next(world.log)?.block.items).toHaveLength(readEntriesMax);
  expect(world.readAll(cursor)).toHaveLength(readEntriesMax * 2 + 3);
});

test.each([
  [2, [3, 4, 5, 6, 7, 8, 9]],
  [3, ["3 to 3 deleted", 4, 5, 6, 7, 8, 9]],
  [4, ["3 to 4 deleted", 5, 6, 7, 8, 9]],
  [5, ["3 to 5 deleted", 6, 7, 8, 9]],
  [6, ["3 to 6 deleted", 7, 8, 9]],
  [8, ["3 to 6 deleted", 7, 8, 9]],
])(
  "Cursor gives nothing twice when the entries up to %i were deleted, and tells what is missing",
  (deletedSeq, seqs) => {
    const world = open();
    world.say(6);
    world.forget();
    world.say(3);
    const rest: Log = {
      ...world.log,
      read: (log, after, limit) => world.log.read(log, Math.max(after, deletedSeq), limit),
    };
    expect(world.readAll(new Cursor(world.outlet, world.tail, { after: 2 }), rest)).toEqual(seqs);
  },
);

test.each([
  [2, "3 to 4 deleted"],
  [3, "4 to 4 deleted"],
  [4, undefined],
])("Cursor tells nothing of what a log that began behind %i never had: %p", (start, gap) => {
  const world = open();
  world.say(6);
  world.forget();
  const rest: Log = {
    ...world.log,
    startOf: () => start,
    read: (log, after, limit) => world.log.read(log, Math.max(after, 4), limit),
  };
  const read = world.readAll(new Cursor(world.outlet, world.tail, { after: 2 }), rest);
  expect(read).toEqual(gap === undefined ? [5, 6] : [gap, 5, 6]);
});

test("Cursor tells what its start says is missing before anything else, also at the head", () => {
  const world = open();
  world.say(2);
  const gap = { log: "lobby", from: 3, to: 9, why: "branch" } as const;
  const cursor = new Cursor(world.outlet, world.tail, { after: 2, gap });
  expect(cursor.atHead).toBe(false);
  world.say(1);
  expect(world.readAll(cursor)).toEqual(["3 to 9 branch", 3]);
  expect(cursor.atHead).toBe(true);
});

test("Cursor of a session that ignores the room tells of no gap", () => {
  const world = open();
  world.say(3);
  world.forget();
  const cursor = new Cursor(world.outlet, world.tail, { after: 0 });
  cursor.ignored = true;
  expect(world.readAll(cursor)).toEqual([]);
});

test("Cursor that was stopped reads up to there and no further", () => {
  const world = open();
  const cursor = new Cursor(world.outlet, world.tail, { after: 0 });
  world.say(3);
  cursor.stop();
  world.say(2);
  expect(world.readAll(cursor)).toEqual([1, 2, 3]);
});

test("Cursor that was stopped is told of nothing more", () => {
  const world = open();
  world.outlet.follow(world.tail);
  const [cursor] = world.outlet.cursors;
  cursor?.stop();
  expect(world.tail.readers.empty).toBe(true);
});

test.each([
  [4, [1, 2, 3, 4]],
  [5, [1, 2, 3, 4, 5]],
  [6, [1, 2, 3, 4, 5]],
])("Cursor that was stopped after %i items reads no more than those of 5", (itemsMax, seqs) => {
  const world = open();
  const cursor = new Cursor(world.outlet, world.tail);
  world.say(5);
  cursor.stop(itemsMax);
  world.say(2);
  expect(world.readAll(cursor)).toEqual(seqs);
});

test("Cursor from any entry on gives the rest once, in order, however the tail is cut", () => {
  const anyMove = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant("forget" as const));
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 20 }), fc.nat(40), fc.nat(20), (moves, after, startAt) => {
      const world = open();
      const cursors: Cursor[] = [];
      const seen: (number | string)[] = [];
      let expected = 0;
      for (const [index, move] of moves.entries()) {
        if (index === startAt) {
          cursors.push(new Cursor(world.outlet, world.tail, { after }));
          expected = Math.min(after, world.tail.headSeq);
        }
        if (move === "forget") world.forget();
        else world.say(move);
        for (const cursor of cursors) if (index % 3 === 0) seen.push(...world.readAll(cursor));
      }
      for (const cursor of cursors) seen.push(...world.readAll(cursor));
      const rest = world.tail.headSeq - expected;
      if (cursors.length > 0)
        expect(seen).toEqual(Array.from({ length: rest }, (_, at) => expected + 1 + at));
    }),
    { numRuns: 500 },
  );
});

function open() {
  const log: Log = memoryLog({
    committed({ receipts }) {
      tails.append(
        tail,
        newEntries(receipts).map((entry) => ({ type: "entry", entry })),
      );
    },
    failed: () => undefined,
  });
  const tails = new Tails<Cursor>((name) => log.head(name));
  const tail: Tail<Cursor> = tails.of("lobby");
  const context = { log, now: () => 0, pause: () => undefined };
  return {
    log,
    tail,
    outlet: new Outlet(new FakeConnection(), formCodec(v2), context, { freed: () => undefined }),
    say(count: number) {
      log.propose(Array.from({ length: count }, () => draft("")));
    },
    /** The tail forgets all it has. */
    forget() {
      while (tail.start < tail.end) tail.forgetOldest();
    },
    /** The seqs of everything that comes, a bit at a time, and what is told to be missing. */
    readAll(cursor: Cursor, from = log): readonly (number | string)[] {
      const seqs: (number | string)[] = [];
      for (;;) {
        const page = cursor.next(from);
        const gap = cursor.takeGap();
        if (gap !== undefined) seqs.push(`${gap.from} to ${gap.to} ${gap.why}`);
        if (page === undefined && gap === undefined) return seqs;
        if (page === undefined) continue;
        const item = page.block.items[page.from];
        if (item?.type === "entry") seqs.push(item.entry.seq);
        cursor.pass(page, 1);
      }
    },
  };
}
