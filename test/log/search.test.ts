/** Full-text search: what it finds, whether the index has reached it or not, and how much one step of it may do. */
import { afterAll, describe, expect, test } from "bun:test";
import {
  searchEntriesMax,
  searchStepBytesMax,
  searchStepEntriesMax,
  searchTokensMax,
  maintenanceEntriesMax,
} from "../../src/log/limits.ts";
import { found } from "../support/found.ts";
import { StoreFolders, draft, openStore } from "../support/sqlite-store.ts";
import type { OpenStore } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

const words = Array.from({ length: 40 }, (_, index) => `word${index}`);

describe.each([
  ["before the index has reached the entries", false],
  ["after the index has reached them", true],
] as const)("TextSearch %s", (_, isIndexed) => {
  const storeWith = (...texts: readonly string[]): OpenStore => {
    const store = openStore(folders.fresh());
    store.log.propose(texts.map((text) => draft(text)));
    while (isIndexed && store.log.maintain({ now: 0 }));
    return store;
  };

  test.each([
    ["twelve Chinese characters", "我们明天下午三点一起喝茶"],
    ["forty words", words.join(" ")],
    [
      "more tokens than are looked up",
      Array.from({ length: searchTokensMax + 1 }, (__, at) => `t${at}`).join("."),
    ],
    ["letters with marks and of several cases", "हिन्दी İstanbul ΟΔΟΣ Ångström"],
  ])("finds a text by %s, and not one that lacks the last", (__, text) => {
    const shorter = text.slice(0, -1);
    using store = storeWith(text, shorter, `so: ${text}!`);
    expect(found(store.log, "lobby", text).map(({ seq }) => seq)).toEqual([1, 3]);
  });

  test("takes signs between letters for a phrase", () => {
    using store = storeWith("e.e.e", "e e", "e f e e", "so e, e (e)");
    expect(found(store.log, "lobby", "e.e.e").map(({ seq }) => seq)).toEqual([1, 4]);
  });

  test("finds entries across its steps, the newest first, each once", () => {
    const texts = Array.from({ length: 1_200 }, (__, at) => (at % 3 === 0 ? "green tea" : "tea green"));
    using store = storeWith(...texts);
    const seqs = Array.from(store.log.search("lobby", "green.tea")).flatMap(({ entries }) =>
      entries.map(({ seq }) => seq),
    );
    expect(seqs).toEqual(texts.flatMap((text, at) => (text === "green tea" ? [at + 1] : [])).toReversed());
  });

  test("does a bounded part of the work in a step, and says how far it has come", () => {
    using store = storeWith(...Array.from({ length: searchStepEntriesMax * 2 }, () => "no tea"));
    const steps = Array.from(store.log.search("lobby", "tea.no"));
    expect(steps.map(({ reachedSeq }) => reachedSeq)).toEqual([searchStepEntriesMax + 1, 1, 1]);
  });

  test("ends a step with the entry that fills it", () => {
    using store = storeWith(...Array.from({ length: 4 }, () => "a b ".repeat(searchStepBytesMax / 8)));
    const reached = Array.from(store.log.search("lobby", "a.a"), ({ reachedSeq }) => reachedSeq);
    expect(reached).toEqual([3, 1, 1]);
  });

  test("looks for the rarest word in the index: a rare one costs one step, wherever the common ones are", () => {
    using store = storeWith(
      ...Array.from({ length: 2_000 }, (__, at) => (at === 3 ? "tea no rare" : "tea no")),
    );
    if (!isIndexed) return;
    for (const query of ["tea.no rare", "rare tea.no", "no.rare"])
      expect(Array.from(store.log.search("lobby", query))).toMatchObject([
        { entries: [{ seq: 4 }], reachedSeq: 4 },
        { reachedSeq: 1 },
      ]);
  });

  test("looks, of common words, for the one whose newest entries lie furthest apart", () => {
    const texts = Array.from({ length: 2_000 }, (__, at) => (at % 20 === 19 ? "tea no common" : "tea no"));
    using store = storeWith(...texts);
    if (!isIndexed) return;
    for (const query of ["tea common", "common tea"])
      expect(Array.from(store.log.search("lobby", query), ({ entries }) => entries.length)).toEqual([100, 0]);
  });

  test("ends at its limit, and does not say that it has looked at all", () => {
    using store = openStore(folders.fresh());
    const batch = Array.from({ length: 1_000 }, () => draft("tea no"));
    for (let count = 0; count < searchEntriesMax + 2_000; count += batch.length) store.log.propose(batch);
    while (isIndexed && store.log.maintain({ now: 0 }));
    const steps = Array.from(store.log.search("lobby", "no.tea"));
    expect(steps.at(-1)).toEqual({ entries: [], reachedSeq: 2_001 });
    expect(steps).toHaveLength(searchEntriesMax / searchStepEntriesMax);
  });
});

test("TextSearch takes nothing into the index: that is maintenance's", () => {
  using store = openStore(folders.fresh());
  store.log.propose(Array.from({ length: 600 }, () => draft("tea")));
  expect(found(store.log, "lobby", "tea", 1_000)).toHaveLength(600);
  let steps = 0;
  while (store.log.maintain({ now: 0 })) steps += 1;
  expect(steps).toBe(Math.ceil(600 / maintenanceEntriesMax));
});

test("TextSearch goes on over entries that were deleted between its steps", () => {
  using store = openStore(folders.fresh(), { entriesMax: 300 });
  store.log.propose(Array.from({ length: 1_000 }, () => draft("tea")));
  const seqs: number[] = [];
  for (const { entries } of store.log.search("lobby", "tea")) {
    seqs.push(...entries.map(({ seq }) => seq));
    while (store.log.maintain({ now: 0 }));
  }
  expect(seqs).toEqual(Array.from({ length: 300 }, (_, at) => 1_000 - at));
});
