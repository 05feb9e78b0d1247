/** What every store behind the log's port has to keep. A store's own test is one call of this, and what only it does. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Log, LogListener, Receipt } from "../../src/log/log.ts";
import type { Unplaced } from "../../src/protocol/entry.ts";
import { found } from "../support/found.ts";

/** @param open an empty store, which tells the listener of its batches; each test opens its own */
export function logContract(name: string, open: (listener: LogListener) => Log): void {
  describe(name, () => {
    orderContract(open);
    keyContract(open);
    readContract(open);
    memoryContract(open);
  });
}

function orderContract(open: Open): void {
  test("append gives places from 1 on, without gaps", async () => {
    using store = storeOf(open);
    expect(seqs(await store.append(draft("a"), draft("b")))).toEqual([1, 2]);
    expect(seqs(await store.append(draft("c")))).toEqual([3]);
    expect(store.log.head("lobby")).toBe(3);
  });

  test("append counts every log for itself", async () => {
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

  test("append reports each batch once, in order, one receipt for each draft", async () => {
    using store = storeOf(open);
    const batches = Array.from({ length: 20 }, (_, index) => [draft(`${index}a`), draft(`${index}b`)]);
    const reported = await Promise.all(batches.map((batch) => store.append(...batch)));
    expect(reported.map((receipts) => receipts.map(({ entry }) => entry.text))).toEqual(
      batches.map((batch) => batch.map(({ text }) => text)),
    );
    expect(reported.flatMap(seqs)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(store.reports).toBe(20);
  });

  test("append gives back the whole entry", async () => {
    using store = storeOf(open);
    const whole = {
      from: "alice",
      to: "bob",
      text: "one\n\ttwo 你好 👋 \"'\\",
      key: "k",
      time: 1_795_427_043_000,
    };
    const [receipt] = await store.append({ log: "@1", identity: "1", ...whole });
    expect(receipt?.entry).toEqual({ log: "@1", seq: 1, ...whole });
    expect(store.log.read("@1", 0, 10)).toEqual([{ log: "@1", seq: 1, ...whole }]);
  });

  test("append tells nobody the sender's identity", async () => {
    using store = storeOf(open);
    await store.append(draft("a", { identity: "secret" }));
    expect(JSON.stringify(store.log.read("lobby", 0, 1))).not.toContain("secret");
  });
}

function keyContract(open: Open): void {
  test("append makes one entry of one key, and gives the first one back", async () => {
    using store = storeOf(open);
    await store.append(draft("before"), draft("first", { key: "k" }));
    const [again] = await store.append(draft("second", { key: "k" }));
    expect(again).toMatchObject({ repeated: true, entry: { seq: 2, text: "first", key: "k" } });
    expect(texts(store.log, "lobby")).toEqual(["before", "first"]);
    expect(seqs(await store.append(draft("after")))).toEqual([3]);
  });

  test("append knows a key again within its batch", async () => {
    using store = storeOf(open);
    const receipts = await store.append(draft("a", { key: "k" }), draft("b", { key: "k" }), draft("c"));
    expect(receipts.map(({ repeated }) => repeated)).toEqual([false, true, false]);
    expect(seqs(receipts)).toEqual([1, 1, 2]);
  });

  test("append keeps the keys of two identities apart", async () => {
    using store = storeOf(open);
    const receipts = await store.append(
      draft("a", { identity: "1", key: "2 k" }),
      draft("b", { identity: "1 2", key: "k" }),
      draft("c", { identity: "3", key: "k" }),
    );
    expect(seqs(receipts)).toEqual([1, 2, 3]);
  });

  test("find gives the entry that a key made, in its log and for its identity alone", async () => {
    using store = storeOf(open);
    await store.append(draft("before"), draft("a", { identity: "1", key: "k" }));
    expect(store.log.find("lobby", "1", "k")).toMatchObject({ seq: 2, text: "a", key: "k" });
    expect(store.log.find("lobby", "2", "k")).toBeUndefined();
    expect(store.log.find("lobby", "1", "other")).toBeUndefined();
    expect(store.log.find("@1", "1", "k")).toBeUndefined();
  });

  test("append keeps the keys of two logs apart", async () => {
    using store = storeOf(open);
    const receipts = await store.append(draft("a", { key: "k" }), draft("a", { log: "@1", key: "k" }));
    expect(receipts.map(({ repeated }) => repeated)).toEqual([false, false]);
  });

  test("append takes the same text again and again when it has no key", async () => {
    using store = storeOf(open);
    expect(seqs(await store.append(draft("a"), draft("a"), draft("a")))).toEqual([1, 2, 3]);
  });
}

function readContract(open: Open): void {
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

  test("search finds the newest entries of one log with all words, in order", async () => {
    using store = storeOf(open);
    const said = ["green tea", "black coffee", "Tea, black", "more black tea"].map((text) => draft(text));
    await store.append(...said, draft("black tea", { log: "@1" }));
    while (store.log.tend(0));
    const textsFound = (query: string, limit: number) =>
      found(store.log, "lobby", query, limit).map(({ text }) => text);
    expect(textsFound("black tea", 10)).toEqual(["Tea, black", "more black tea"]);
    expect(textsFound("tea", 1)).toEqual(["more black tea"]);
    expect([...textsFound("water", 10), ...textsFound("", 10)]).toEqual([]);
  });

  test("logs names every log that holds entries", async () => {
    using store = storeOf(open);
    expect(store.log.logs()).toEqual([]);
    await store.append(draft("a"), draft("b", { log: "@1" }), draft("c"));
    expect(store.log.logs().toSorted()).toEqual(["@1", "lobby"]);
  });

  test("facts gives back the newest fact about each thing", async () => {
    using store = storeOf(open);
    const holder = { type: "holder", folded: "al", nickname: "Al", identity: "1", time: 1 } as const;
    const newer = { ...holder, nickname: "AL", identity: "2", time: 2 };
    const topic = { type: "topic", room: "lobby", topic: "tea" } as const;
    store.log.append([draft("a")], [holder, topic]);
    store.log.append([draft("b")], [newer, { ...topic, topic: "coffee" }]);
    expect(store.log.facts()).toHaveLength(2);
    expect(store.log.facts()).toContainEqual(newer);
    expect(store.log.facts()).toContainEqual({ ...topic, topic: "coffee" });
  });

  test("secret is 32 bytes, always the same, and no other store's", () => {
    using store = storeOf(open);
    using other = storeOf(open);
    expect(store.log.secret()).toHaveLength(32);
    expect(store.log.secret()).toEqual(store.log.secret());
    expect(store.log.secret()).not.toEqual(other.log.secret());
  });
}

const anyBatches = fc.array(
  fc.array(
    fc
      .tuple(fc.string({ unit: "grapheme" }), fc.constantFrom("lobby", "@1", "@2"))
      .map(([text, log]) => draft(text, { log })),
    { minLength: 1, maxLength: 5 },
  ),
  { maxLength: 10 },
);

type Open = (listener: LogListener) => Log;

function draft(text: string, fields: Partial<Unplaced> = {}): Unplaced {
  return { log: "lobby", identity: "1", from: "alice", text, time: 1_795_427_043_000, ...fields };
}

/** A store whose commits can be waited for. */
function storeOf(open: Open) {
  const waiting: ((receipts: readonly Receipt[]) => void)[] = [];
  const failures: ((cause: unknown) => void)[] = [];
  let reports = 0;
  const log = open({
    committed(receipts) {
      reports += 1;
      failures.shift();
      waiting.shift()?.(receipts.filter((receipt) => receipt !== undefined));
    },
    failed(cause) {
      waiting.shift();
      failures.shift()?.(cause);
    },
  });
  return {
    log,
    get reports() {
      return reports;
    },
    append(...drafts: readonly Unplaced[]): Promise<readonly Receipt[]> {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Receipt[]>();
      waiting.push(resolve);
      failures.push(reject);
      log.append(drafts);
      return promise;
    },
    [Symbol.dispose]: () => log.close(),
  };
}

function seqs(receipts: readonly Receipt[]): readonly number[] {
  return receipts.map(({ entry }) => entry.seq);
}

/** All texts of a log, read page by page. */
function texts(log: Log, name: string, limit = 100): readonly string[] {
  const found: string[] = [];
  for (let after = 0; ;) {
    const page = log.read(name, after, limit);
    expect(page.length).toBeLessThanOrEqual(limit);
    found.push(...page.map(({ text }) => text));
    const last = page.at(-1);
    if (last === undefined) return found;
    expect(page.map(({ seq }) => seq)).toEqual(page.map((_, index) => after + index + 1));
    after = last.seq;
  }
}
