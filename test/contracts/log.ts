/** What every store behind the log's port has to keep. A store's own test is one call of this, and what only it does. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { searchStepBytesMax, searchStepEntriesMax, searchTokensMax } from "../../src/log/limits.ts";
import type { Log, LogListener } from "../../src/log/log.ts";
import { textQuery } from "../../src/log/text-query.ts";
import type { Searched } from "../support/found.ts";
import { found, sliceOf, slicesOf } from "../support/found.ts";
import { naughtyTexts } from "../support/naughty-texts.ts";
import { draft, entryIn, newEntries, record } from "../support/proposals.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { ageContract, copyContract, keyContract, lookUpContract } from "./log-keys.ts";
import type { Open } from "./log-store.ts";
import { timeContract } from "./log-times.ts";
import { seqs, storeOf, texts } from "./log-store.ts";

// Many stores, and tens of thousands of entries in them.
setDefaultTimeout(testTimeoutMs);

/** @param open an empty store, which tells the listener of its batches; each test opens its own */
export function logContract(name: string, open: (listener: LogListener) => Log): void {
  describe(name, () => {
    orderContract(open);
    keyContract(open);
    ageContract(open);
    lookUpContract(open);
    copyContract(open);
    readContract(open);
    timeContract(open);
    memoryContract(open);
    searchContract(open);
  });
}

function orderContract(open: Open): void {
  test("propose gives places from 1 on, without gaps", async () => {
    using store = storeOf(open);
    expect(seqs(await store.append(draft("a"), draft("b")))).toEqual([1, 2]);
    expect(seqs(await store.append(draft("c")))).toEqual([3]);
    expect(store.log.head("lobby")).toBe(3);
  });

  test("propose counts every log for itself", async () => {
    using store = storeOf(open);
    const receipts = await store.append(
      draft("a"),
      draft("b", { log: "@1" }),
      draft("c"),
      draft("d", { log: "@1" }),
    );
    expect(seqs(receipts)).toEqual([1, 1, 2, 2]);
    expect(texts(store.log, "lobby")).toEqual(["a", "c"]);
    expect(texts(store.log, "@1")).toEqual(["b", "d"]);
  });

  test("propose reports each batch once, in order, one receipt for each draft", async () => {
    using store = storeOf(open);
    const batches = Array.from({ length: 20 }, (_, index) => [draft(`${index}a`), draft(`${index}b`)]);
    const reported = await Promise.all(batches.map((batch) => store.append(...batch)));
    expect(reported.map((receipts) => newEntries(receipts).map(({ text }) => text))).toEqual(
      batches.map((batch) => batch.map(({ text }) => text)),
    );
    expect(reported.flatMap(seqs)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(store.reports).toBe(20);
  });

  test("propose gives back the whole entry", async () => {
    using store = storeOf(open);
    const whole = {
      from: "alice",
      to: "bob",
      text: "one\n\ttwo 你好 👋 \"'\\",
      key: "k",
      time: 1_795_427_043_000,
    };
    const [receipt] = await store.append(draft("", { log: "@1", ...whole }));
    expect(entryIn(receipt)).toEqual({ log: "@1", seq: 1, ...whole });
    expect(store.log.read("@1", 0, 10)).toEqual([{ log: "@1", seq: 1, ...whole }]);
  });

  test("propose tells nobody the sender's identity", async () => {
    using store = storeOf(open);
    await store.append(draft("a", { identity: "secret" }));
    expect(JSON.stringify(store.log.read("lobby", 0, 1))).not.toContain("secret");
  });
}

function readContract(open: Open): void {
  test("an entry without addressee and key is read without them", async () => {
    using store = storeOf(open);
    const [receipt] = await store.append(draft("a", { from: "alice", time: 5 }));
    const plain = { log: "lobby", seq: 1, time: 5, from: "alice", text: "a" };
    expect(entryIn(receipt)).toEqual(plain);
    expect(store.log.read("lobby", 0, 10)).toEqual([plain]);
    expect(store.log.readBack("lobby", 2, 10)).toEqual([plain]);
  });

  test("head is 0 for a log that nobody wrote to", () => {
    using store = storeOf(open);
    expect(store.log.head("nowhere")).toBe(0);
    expect(store.log.read("nowhere", 0, 10)).toEqual([]);
  });

  test.each([
    [0, 10, ["1", "2", "3", "4", "5"]],
    [0, 2, ["1", "2"]],
    [2, 2, ["3", "4"]],
    [4, 10, ["5"]],
    [5, 10, []],
    [99, 10, []],
    [0, 0, []],
  ] as const)("read behind %i, at most %i", async (after, limit, expected) => {
    using store = storeOf(open);
    await store.append(...["1", "2", "3", "4", "5"].map((text) => draft(text)));
    expect(store.log.read("lobby", after, limit).map(({ text }) => text)).toEqual([...expected]);
  });

  test("read in pages of any size gives what was written", async () => {
    await fc.assert(
      fc.asyncProperty(anyBatches, fc.integer({ min: 1, max: 7 }), async (batches, limit) => {
        using store = storeOf(open);
        const model = new Map<string, string[]>();
        for (const batch of batches) {
          await store.append(...batch);
          for (const { log, text } of batch) model.set(log, [...(model.get(log) ?? []), text]);
        }
        for (const [log, expected] of model) {
          expect(texts(store.log, log, limit)).toEqual(expected);
          expect(store.log.head(log)).toBe(expected.length);
        }
      }),
      { numRuns: 50 },
    );
  });
}

function memoryContract(open: Open): void {
  test.each([
    [6, 10, ["1", "2", "3", "4", "5"]],
    [6, 2, ["4", "5"]],
    [4, 2, ["2", "3"]],
    [1, 10, []],
    [99, 1, ["5"]],
  ] as const)("readBack before %i, at most %i", async (before, limit, expected) => {
    using store = storeOf(open);
    await store.append(...["1", "2", "3", "4", "5"].map((text) => draft(text)));
    expect(store.log.readBack("lobby", before, limit).map(({ text }) => text)).toEqual([...expected]);
    expect(store.log.readBack("nowhere", before, limit)).toEqual([]);
  });

  test("logs names every log that holds entries", async () => {
    using store = storeOf(open);
    expect(store.log.logs()).toEqual([]);
    await store.append(draft("a"), draft("b", { log: "@1" }), draft("c"));
    expect(store.log.logs().toSorted()).toEqual(["@1", "lobby"]);
  });

  test("records gives back the newest record about each thing", async () => {
    using store = storeOf(open);
    const holder = { type: "holder", folded: "al", nickname: "Al", identity: "1", time: 1 } as const;
    const newer = { ...holder, nickname: "AL", identity: "2", time: 2 };
    const topic = { type: "topic", room: "lobby", topic: "tea" } as const;
    const others = [
      { ...holder, folded: "bo" },
      // A room and a nickname of the same name are two things.
      { ...topic, room: "al" },
      { ...topic, room: "bo" },
    ];
    await Promise.all([
      store.append(draft("a"), record(holder), record(topic), ...others.map((one) => record(one))),
      store.append(record(newer), draft("b"), record({ ...topic, topic: "coffee" })),
    ]);
    const kept = [newer, { ...topic, topic: "coffee" }, ...others];
    expect(store.log.records()).toHaveLength(kept.length);
    for (const record of kept) expect(store.log.records()).toContainEqual(record);
  });

  test("secret is 32 bytes, always the same, and no other store's", () => {
    using store = storeOf(open);
    using other = storeOf(open);
    expect(store.log.secret()).toHaveLength(32);
    expect(store.log.secret()).toEqual(store.log.secret());
    expect(store.log.secret()).not.toEqual(other.log.secret());
  });
}

function searchContract(open: Open): void {
  test("search finds the newest entries of one log with all words, in order", async () => {
    using store = storeOf(open);
    const said = ["green tea", "black coffee", "Tea, black", "more black tea"].map((text) => draft(text));
    await store.append(...said, draft("black tea", { log: "@1" }));
    while (store.log.maintain({ now: 0 }));
    const textsFound = (query: string, limit: number) =>
      found(store.log, "lobby", query, limit).map(({ text }) => text);
    expect(textsFound("black tea", 10)).toEqual(["Tea, black", "more black tea"]);
    expect(textsFound("tea", 1)).toEqual(["more black tea"]);
    // Nor what has the same letters.
    for (const query of ["water", "eat", "tea eat", ""]) expect(textsFound(query, 10)).toEqual([]);
    expect(found(store.log, "nowhere", "tea")).toEqual([]);
  });

  test("search finds every text by itself, and what the rule of `textQuery` says, indexed or not", async () => {
    using store = storeOf(open);
    const said = [...naughtyTexts, ...spokenTexts];
    await store.append(...said.map((text) => draft(text)));
    for (const isIndexed of [false, true]) {
      while (isIndexed && store.log.maintain({ now: 0 }));
      for (const query of [...said, ...queries]) {
        const expected = said.filter((text) => textQuery(query)?.matches(text) === true);
        expect([query, found(store.log, "lobby", query).map(({ text }) => text)]).toEqual([query, expected]);
      }
    }
  });

  test("search looks at what is before a seq, and says how far it came", async () => {
    using store = storeOf(open);
    const drafts = Array.from({ length: searchStepEntriesMax * 2 }, (_, time) => draft("tea", { time }));
    await store.append(...drafts);
    for (const isIndexed of [false, true]) {
      while (isIndexed && store.log.maintain({ now: 0 }));
      const before = searchStepEntriesMax + 4;
      const first = sliceOf(store.log, "lobby", "tea", before);
      expect(seqsIn(first)).toEqual(seqsDown(before - 1, 4));
      expect([first.reachedSeq, first.reachedTime]).toEqual([4, 3]);
      const last = sliceOf(store.log, "lobby", "tea", first.reachedSeq);
      expect([seqsIn(last), last.reachedSeq]).toEqual([[3, 2, 1], 1]);
      for (const end of [1, 0])
        expect(sliceOf(store.log, "lobby", "tea", end)).toMatchObject({ entries: [], reachedSeq: 1 });
    }
  });

  test("search looks at little in one slice: few entries, and few long ones", async () => {
    using store = storeOf(open);
    const long = "tea ".repeat(searchStepBytesMax / 8);
    await store.append(...Array.from({ length: searchStepEntriesMax + 1 }, () => draft("tea")));
    await store.append(...[long, long, long].map((text) => draft(text)));
    for (const isIndexed of [false, true]) {
      while (isIndexed && store.log.maintain({ now: 0 }));
      const counts = Array.from(slicesOf(store.log, "lobby", "tea"), ({ entries }) => entries.length);
      expect(counts).toEqual([2, searchStepEntriesMax, 2]);
    }
  });
}

function seqsIn({ entries }: Searched): number[] {
  return entries.map(({ seq }) => seq);
}

function seqsDown(from: number, to: number): number[] {
  return Array.from({ length: from - to + 1 }, (_, index) => from - index);
}

const spokenTexts = [
  "pizza 🍕 tonight",
  "👍🏽",
  "C++ is not C#",
  "C",
  "two releases",
  "concatenate",
  "Русский язык",
  "Café",
  "İstanbul",
  "我们明天喝茶吧",
  "กินข้าวแล้ว",
  'say "green" and 茶',
] as const;

const queries =
  '🍕 👍 C++ c# c release oncat русск cafe istanbul 喝茶 茶喝 ข้าว 茶 "green" te* NOT * NEAR( ^x {tea}: e 1'
    .split(" ")
    .concat('green" OR "say', "NOT C", "a\0b", "\ud800")
    .concat(Array.from({ length: searchTokensMax + 1 }, (_, at) => `t${at}`).join("."));

const anyBatches = fc.array(
  fc.array(
    fc
      .tuple(fc.string({ unit: "grapheme" }), fc.constantFrom("lobby", "@1", "@2"))
      .map(([text, log]) => draft(text, { log })),
    { minLength: 1, maxLength: 5 },
  ),
  { maxLength: 10 },
);
