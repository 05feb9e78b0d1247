/** The log in memory: the contract of all stores, and what it forgets. */
import { expect, test } from "bun:test";
import { memoryBytesOf } from "../../src/base/memory-bytes.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { logContract } from "../contracts/log.ts";
import { sliceOf } from "../support/found.ts";
import { deaf, draft } from "../support/proposals.ts";

logContract("memoryLog", (listener) => memoryLog(listener));

const bytesMax = 10 * memoryBytesOf("x".repeat(100));

test("memoryLog forgets the oldest entries beyond its bound, and keeps their places", () => {
  const log = memoryLog(deaf, bytesMax);
  for (let count = 0; count < 25; count += 1) log.propose([draft("x".repeat(100))]);
  expect(log.head("lobby")).toBe(25);
  expect(log.read("lobby", 0, 100).map(({ seq }) => seq)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  expect(log.read("lobby", 20, 2).map(({ seq }) => seq)).toEqual([21, 22]);
});

test("memoryLog forgets the oldest of all logs", () => {
  const log = memoryLog(deaf, bytesMax);
  log.propose([draft("quiet", { log: "@1" })]);
  for (let count = 0; count < 25; count += 1) log.propose([draft("x".repeat(100))]);
  expect(log.read("@1", 0, 10)).toEqual([]);
  expect(log.head("@1")).toBe(1);
});

test("memoryLog forgets the key with its entry", () => {
  const log = memoryLog(deaf, bytesMax);
  for (let count = 0; count < 5000; count += 1) log.propose([draft("x".repeat(100), { key: String(count) })]);
  log.propose([draft("again", { key: "0" }), draft("again", { key: "4999" })]);
  expect(log.head("lobby")).toBe(5001);
});

test.each([
  [0, "new"],
  [20, "new"],
  [21, "tooOld"],
])(
  "memoryLog takes an unknown key for forgotten if it was first sent before what it evicted: age %i",
  (age, outcome) => {
    const outcomes: string[] = [];
    const log = memoryLog(
      { ...deaf, committed: ({ receipts }) => outcomes.push(...receipts.map((receipt) => receipt.outcome)) },
      bytesMax,
    );
    for (let time = 1; time <= 30; time += 1) log.propose([draft("x".repeat(100), { key: `${time}`, time })]);
    // The oldest twenty are gone, so the horizon is 21.
    log.propose([draft("again", { key: "unknown", age, time: 41 })]);
    expect(outcomes.at(-1)).toBe(outcome);
  },
);

test("memoryLog reports a batch that is larger than its bound", () => {
  const reported: number[] = [];
  const log = memoryLog({ ...deaf, committed: ({ receipts }) => reported.push(receipts.length) }, bytesMax);
  log.propose(Array.from({ length: 30 }, () => draft("x".repeat(100))));
  expect(reported).toEqual([30]);
  expect(log.head("lobby")).toBe(30);
});

test("memoryLog searches what it has not forgotten, and no further", () => {
  const log = memoryLog(deaf, bytesMax);
  for (let count = 0; count < 5_000; count += 1) log.propose([draft("tea ".repeat(25))]);
  const { entries, reachedSeq } = sliceOf(log, "lobby", "tea");
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, at) => 5_000 - at));
  expect(reachedSeq).toBe(1);
});

test("memoryLog ends a search whose entries are forgotten between two slices", () => {
  const log = memoryLog(deaf, 300 * memoryBytesOf("tea"));
  const say = (count: number) => log.propose(Array.from({ length: count }, () => draft("tea")));
  say(300);
  const { reachedSeq } = sliceOf(log, "lobby", "tea");
  expect(reachedSeq).toBe(51);
  say(1_000);
  expect(sliceOf(log, "lobby", "tea", reachedSeq)).toMatchObject({ entries: [], reachedSeq: 1 });
});
