/** What goes out to one session, however much or little it takes at a time: a slow reader misses nothing. */
import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Log } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { classic } from "../../src/protocol/classic.ts";
import type { JsonForm } from "../../src/protocol/json-form.ts";
import { answerBytesMax, classicPauseMs } from "../../src/server/limits.ts";
import { v2 } from "../../src/protocol/v2.ts";
import type { Item } from "../../src/protocol/item.ts";
import { Outlet } from "../../src/server/outlet.ts";
import { WriteThrottle } from "../../src/server/write-throttle.ts";
import type { Cursor } from "../../src/server/cursor.ts";
import type { Tail } from "../../src/server/tail.ts";
import { Tails } from "../../src/server/tail.ts";
import { FakeConnection } from "../support/fake-connection.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";
import { formCodec } from "../support/form-codec.ts";
import { draft, newEntries } from "../support/proposals.ts";

/** What happens to two readers of the same logs, one fast and one slow. */
type Move =
  | { readonly type: "say"; readonly log: string; readonly texts: readonly string[] }
  | { readonly type: "take"; readonly bytes: number }
  | { readonly type: "answer"; readonly key: string };

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("say" as const),
      log: fc.constantFrom("lobby", "@1"),
      texts: fc.array(fc.string({ unit: "grapheme", maxLength: 60 }), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("take" as const),
      bytes: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 8000 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("answer" as const), key: fc.string({ maxLength: 5 }) }),
  },
);

test.each([
  ["v2", v2, 1_000_000],
  ["v2, behind what the tail remembers", v2, 1500],
  ["classic", classic, 1_000_000],
  ["classic, behind what the tail remembers", classic, 1500],
] as const)("a slow reader gets what a fast one gets, in order, in %s", (_, form, tailBytesMax) => {
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 60 }), (moves) => {
      const world = open(tailBytesMax);
      const [fast, slow] = [world.reader(form), world.reader(form)];
      slow.connection.take(0);
      for (const move of moves) {
        if (move.type === "say") world.say(move.log, move.texts);
        else if (move.type === "take") slow.connection.take(move.bytes);
        else
          for (const { outlet } of [fast, slow]) {
            outlet.answer({ type: "pong", key: move.key });
            outlet.pump();
          }
        world.scheduler.pass(3);
      }
      slow.connection.take(Number.POSITIVE_INFINITY);
      world.scheduler.pass(100_000);
      expect(byLog(slow.connection)).toEqual(byLog(fast.connection));
      expect(slow.connection.bytes).toBe(fast.connection.bytes);
    }),
    { numRuns: 150 },
  );
});

test("advance writes the same bytes to every reader at the head, and encodes them once", () => {
  const world = open();
  let encodings = 0;
  const counting: JsonForm = { ...v2, entry: (entry) => ((encodings += 1), v2.entry(entry)) };
  const readers = Array.from({ length: 50 }, () => world.reader(counting));
  world.say("lobby", ["one", "two", "three"]);
  expect(encodings).toBe(3);
  expect(new Set(readers.map(({ connection }) => connection.text)).size).toBe(1);
  expect(readers.map(({ connection }) => connection.writes.length)).toEqual(readers.map(() => 1));
});

test("a reader that takes nothing costs no more than the rest of one frame", () => {
  const world = open(10_000);
  const { outlet, connection } = world.reader(v2);
  connection.take(10);
  for (let count = 0; count < 2000; count += 1) world.say("lobby", ["x".repeat(500)]);
  expect(outlet.full).toBe(false);
  expect(connection.bytes).toBe(10);
  connection.take(Number.POSITIVE_INFINITY);
  expect(connection.news()).toHaveLength(2000);
});

test("a reader that is blocked while 100,000 entries pass holds no answers back, and then misses none of them", () => {
  const world = open(10_000);
  const { outlet, connection } = world.reader(v2);
  connection.take(10);
  for (let count = 0; count < 1_000; count += 1)
    world.say(
      "lobby",
      Array.from({ length: 100 }, () => "x"),
    );
  expect([outlet.full, connection.bytes]).toEqual([false, 10]);
  connection.take(Number.POSITIVE_INFINITY);
  const seqs = Array.from(connection.text.matchAll(/"seq":(\d+)/g), ([, seq]) => Number(seq));
  expect(seqs.length).toBe(100_000);
  expect(seqs.findIndex((seq, index) => seq !== index + 1)).toBe(-1);
});

/** The bound of a session: 256 KiB of answers, and the rest of one frame. These have no answers waiting. */
test("1,000 readers that are stuck while 100,000 entries pass hold back the rest of one frame each", () => {
  const world = open(100_000, 1_000_000);
  const text = "x".repeat(400);
  const batch = Array.from({ length: 100 }, () => text);
  const before = memoryBytes();
  // Each gets stuck in a block of its own: a piece of the block would keep all of its 50 kB.
  const readers = Array.from({ length: 1_000 }, () => {
    const reader = world.reader(v2);
    reader.connection.take(10);
    world.say("lobby", batch);
    return reader;
  });
  const perReader = (memoryBytes() - before) / readers.length;
  expect(readers.filter(({ connection }) => connection.bytes !== 10)).toEqual([]);
  expect(perReader).toBeLessThan(8 * 1_024);
});

test("a ignored reader that is behind what the tail remembers goes on with the notices it still has", () => {
  const world = open(2000);
  const { outlet, connection } = world.reader(v2);
  connection.take(0);
  for (const cursor of outlet.cursors) cursor.ignored = true;
  for (let count = 0; count < 50; count += 1) world.say("lobby", ["unseen"]);
  world.notice("bob");
  world.say("lobby", ["unseen"]);
  connection.take(Number.POSITIVE_INFINITY);
  outlet.pump();
  expect(connection.news()).toMatchObject([{ type: "system_msg", nickname: "bob" }]);
});

test("end finishes the connection once all is written, not before", () => {
  const world = open();
  const { outlet, connection } = world.reader(v2);
  connection.take(10);
  world.say("lobby", ["one", "two"]);
  outlet.end();
  outlet.pump();
  expect(connection.finished).toBe(false);
  connection.take(Number.POSITIVE_INFINITY);
  expect(connection.finished).toBe(true);
  expect(connection.news()).toHaveLength(2);
});

test("full begins one byte above the bound, and ends at it", () => {
  const { outlet, connection } = open().reader(v2);
  connection.take(0);
  outlet.text("x".repeat(answerBytesMax));
  expect(outlet.full).toBe(false);
  outlet.text("x");
  expect(outlet.full).toBe(true);
  outlet.pump();
  connection.take(1);
  expect(outlet.full).toBe(false);
});

test("blockedSince says since when nothing was taken", () => {
  const world = open();
  const { outlet, connection } = world.reader(v2);
  connection.take(10);
  const { scheduler } = world;
  scheduler.pass(500);
  world.say("lobby", ["one"]);
  const blockedAt = scheduler.now();
  scheduler.pass(500);
  expect(outlet.blockedSince).toBe(blockedAt);
  connection.take(1);
  expect(outlet.blockedSince).toBe(scheduler.now());
  connection.take(Number.POSITIVE_INFINITY);
  expect(outlet.blockedSince).toBeUndefined();
});

/** Logs, tails and readers, without a hub. */
function open(tailBytesMax?: number, logBytesMax?: number) {
  const scheduler = new FakeScheduler();
  let publish: (tail: Tail<Cursor>, items: readonly Item[]) => void = () => undefined;
  const log: Log = memoryLog(
    {
      committed({ receipts }) {
        const entries = newEntries(receipts);
        publish(
          tails.of(entries[0]?.log ?? ""),
          entries.map((entry) => ({ type: "entry", entry })),
        );
      },
      failed: () => undefined,
    },
    logBytesMax,
  );
  const tails = new Tails<Cursor>((name) => log.head(name), tailBytesMax);
  const throttle = new WriteThrottle(scheduler, classicPauseMs);
  publish = (tail, items) => {
    const block = tails.append(tail, items);
    tail.readers.forEach((cursor) => cursor.outlet.advance(cursor, block));
  };
  const context = {
    log,
    now: () => scheduler.now(),
    pause: (outlet: Outlet) => throttle.delay(outlet),
  };
  return {
    scheduler,
    say: (name: string, texts: readonly string[]) =>
      log.propose(texts.map((text) => draft(text, { log: name, to: name === "lobby" ? undefined : "bob" }))),
    notice(nickname: string) {
      const notice = { event: "join", room: "lobby", nickname, time: 0 } as const;
      publish(tails.of("lobby"), [{ type: "notice", notice }]);
    },
    reader(form: JsonForm) {
      const connection = new FakeConnection();
      const outlet = new Outlet(connection, formCodec(form), context, { freed: () => undefined });
      connection.events = {
        received: () => undefined,
        drained: () => outlet.drained(),
        ended: () => undefined,
        closed: () => undefined,
      };
      for (const name of ["lobby", "@1"]) outlet.follow(tails.of(name));
      return { outlet, connection };
    },
  };
}

/** What the program holds that is still in use. */
function memoryBytes(): number {
  Bun.gc(true);
  const { heapSize, extraMemorySize } = heapStats();
  return heapSize + extraMemorySize + process.memoryUsage().arrayBuffers;
}

/** The frames of each log and the answers: only within each of them is an order promised. */
function byLog(connection: FakeConnection): Readonly<Record<string, readonly string[] | undefined>> {
  const frames = connection.text.split(/\n|(?<=\}) +(?=\{|$)/).filter((frame) => frame !== "");
  return Object.groupBy(frames, (frame) => /"type":"([^"]*)"/.exec(frame)?.[1] ?? "");
}
