/** The recent ends of logs: positions, and what is forgotten. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Item } from "../../src/protocol/item.ts";
import { Cursor } from "../../src/server/cursor.ts";
import { Tail, Tails } from "../../src/server/tail.ts";
import { v2 } from "../../src/protocol/v2.ts";

test("Tail finds the block of every position, however many were forgotten", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 40 }),
      fc.nat(40),
      (sizes, gone) => {
        const tail = new Tail("lobby", 0);
        const blocks = sizes.map((size) => tail.append(entries(size, tail.headSeq)));
        for (let count = 0; count < gone; count += 1) tail.forgetOldest();
        expect(tail.end).toBe(sizes.reduce((sum, size) => sum + size, 0));
        for (const [index, block] of blocks.entries())
          for (let at = block.start; at < block.end; at += 1)
            expect(tail.blockAt(at)).toBe(index < gone ? undefined : block);
        expect(tail.blockAt(tail.end)).toBeUndefined();
      },
    ),
  );
});

test("Tail knows the seq before its first block, and that of its head", () => {
  const tail = new Tail("lobby", 10);
  expect([tail.seqBefore, tail.headSeq]).toEqual([10, 10]);
  tail.append([...entries(2, 10), notice]);
  tail.append([notice]);
  tail.append(entries(1, 12));
  expect([tail.seqBefore, tail.headSeq]).toEqual([10, 13]);
  tail.forgetOldest();
  expect(tail.seqBefore).toBe(12);
  tail.forgetOldest();
  expect(tail.seqBefore).toBe(12);
  tail.forgetOldest();
  expect([tail.seqBefore, tail.start, tail.end]).toEqual([13, 5, 5]);
});

test("Tails forgets the oldest blocks of all logs beyond its bound, but never the newest block", () => {
  const tails = new Tails(() => 0, 1000);
  const [lobby, mailbox] = [tails.of("lobby"), tails.of("@1")];
  tails.append(mailbox, entries(1, 0));
  for (let seq = 0; seq < 10; seq += 1) tails.append(lobby, entries(1, seq));
  expect([mailbox.start, mailbox.end]).toEqual([1, 1]);
  expect([lobby.start, lobby.end]).toEqual([7, 10]);
  tails.append(lobby, entries(100, 10));
  expect([lobby.start, lobby.end]).toEqual([10, 110]);
});

test("Tails counts notices against its bound like entries without a text", () => {
  const tails = new Tails(() => 0, 1000);
  const lobby = tails.of("lobby");
  for (let count = 0; count < 10; count += 1) tails.append(lobby, [notice]);
  expect([lobby.start, lobby.end]).toEqual([7, 10]);
});

test("Tails begins the tail of a log at the log's head", () => {
  const tails = new Tails((log) => (log === "lobby" ? 42 : 0));
  expect(tails.of("lobby").headSeq).toBe(42);
  expect(tails.of("lobby")).toBe(tails.of("lobby"));
});

test("Tails lets go of a log that nobody reads", () => {
  const tails = new Tails(() => 0);
  const tail = tails.of("@1");
  tails.release(tail);
  expect(tails.find("@1")).toBeUndefined();
});

test("Tails keeps a newer tail of the log when an earlier one is released", () => {
  const tails = new Tails(() => 0);
  const earlier = tails.of("@1");
  tails.release(earlier);
  const newer = tails.of("@1");
  expect(newer).not.toBe(earlier);
  tails.release(earlier);
  expect(tails.find("@1")).toBe(newer);
});

test("Tails keeps the tail of a log that somebody reads", () => {
  const tails = new Tails<Cursor>(() => 0);
  const tail = tails.of("@1");
  const reader = readerOf(tail);
  tails.release(tail);
  expect(tails.find("@1")).toBe(tail);
  tail.readers.delete(reader);
  tails.release(tail);
  expect(tails.find("@1")).toBeUndefined();
});

test("Tails keeps a single block that is larger than its bound", () => {
  const tails = new Tails(() => 0, 1000);
  const tail = tails.of("lobby");
  tails.append(tail, entries(100, 0));
  expect([tail.start, tail.end, tail.seqBefore]).toEqual([0, 100, 0]);
});

function readerOf(tail: Tail<Cursor>): Cursor {
  const reader = new Cursor({ codec: { capabilities: v2.capabilities }, advance: () => undefined }, tail);
  tail.readers.add(reader);
  return reader;
}

const notice: Item = { type: "notice", notice: { event: "join", room: "lobby", nickname: "a", time: 0 } };

function entries(count: number, after: number): readonly Item[] {
  return Array.from({ length: count }, (_, index) => ({
    type: "entry",
    entry: { log: "lobby", seq: after + index + 1, time: 0, from: "a", text: "" },
  }));
}
