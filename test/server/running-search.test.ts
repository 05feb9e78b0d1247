/** What a search is answered: the newest matches of its slices, and how far it came. */
import { expect, test } from "bun:test";
import type { Entry } from "../../src/protocol/entry.ts";
import { historyBytesMax } from "../../src/protocol/limits.ts";
import { RunningSearch } from "../../src/server/running-search.ts";

const request = { type: "search", room: "lobby", query: "tea", limit: 2 } as const;

test("RunningSearch goes on where its slices have ended, and answers with the newest in order", () => {
  const search = new RunningSearch("lobby", request);
  expect(search.slice).toEqual({ log: "lobby", query: "tea", before: Number.MAX_SAFE_INTEGER });
  search.add({ type: "searched", entries: [entry(9)], reachedSeq: 8 });
  expect(search.answer(false)).toBeUndefined();
  expect(search.slice.before).toBe(8);
  search.add({ type: "searched", entries: [entry(7), entry(6)], reachedSeq: 5 });
  expect(seqsOf(search)).toEqual([7, 9]);
});

test("RunningSearch begins before the seq that it is given", () => {
  expect(new RunningSearch("lobby", { ...request, before: 7 }).slice.before).toBe(7);
});

test.each([
  ["found all it was asked for", 1, 7, undefined],
  ["found too few and has looked at a part", 2, 7, 7],
  ["found too few and has looked at all but one", 2, 2, 2],
  ["found too few and has looked at all", 2, 1, undefined],
])("RunningSearch that %s tells of a part", (_, limit, reachedSeq, backTo) => {
  const search = new RunningSearch("lobby", { ...request, limit });
  search.add({ type: "searched", entries: [entry(8)], reachedSeq, reachedTime: 70 });
  expect(search.answer(true)).toMatchObject({ type: "search", entries: [entry(8)] });
  const answer = search.answer(true);
  const back = answer !== undefined && "backTo" in answer ? [answer.backTo, answer.backTime] : [];
  expect(back).toEqual(backTo === undefined ? [] : [backTo, 70]);
});

test("RunningSearch says from where on its answer is complete if not all matches fit into it", () => {
  const search = new RunningSearch("lobby", { ...request, limit: 3 });
  const text = "x".repeat(historyBytesMax / 2);
  const entries = [9, 8, 7].map((seq) => entry(seq, { text, time: seq * 10 }));
  search.add({ type: "searched", entries, reachedSeq: 1 });
  expect(search.answer(false)).toMatchObject({ entries: [{ seq: 9 }], backTo: 9, backTime: 90 });
});

test("RunningSearch gives of a mailbox what was said with one other, either way", () => {
  const search = new RunningSearch("@me", { ...request, nickname: "Bob", limit: 9 });
  const entries = [
    entry(5, { from: "bob", to: "me" }),
    entry(4, { from: "me", to: "eve" }),
    entry(3, { from: "me", to: "BOB" }),
    entry(2, { from: "eve", to: "me" }),
  ];
  search.add({ type: "searched", entries, reachedSeq: 1 });
  expect(seqsOf(search)).toEqual([3, 5]);
});

function entry(seq: number, fields: Partial<Entry> = {}): Entry {
  return { log: "lobby", seq, time: seq, from: "ann", text: "tea", ...fields };
}

function seqsOf(search: RunningSearch): readonly number[] {
  const answer = search.answer(false);
  return answer !== undefined && "entries" in answer ? answer.entries.map(({ seq }) => seq) : [];
}
