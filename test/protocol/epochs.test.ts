/** From where on two histories of a store may differ. */
import { expect, test } from "bun:test";
import { forkOf } from "../../src/protocol/epochs.ts";

/** `a1 b5` are two epochs, `a` from 1 on and `b` from 5 on. */
function epochs(text: string) {
  return text === ""
    ? []
    : text.split(" ").map((epoch) => ({ id: epoch.slice(0, 1), first: Number(epoch.slice(1)) }));
}

test.each([
  ["a1", "a1", Infinity],
  ["a1", "a1 b5", 5],
  ["a1 b5", "a1", 5],
  ["a1 b5", "a1 b5 c9", 9],
  ["a1 b5", "a1 c5", 5],
  ["a1 b5", "a1 c7", 5],
  ["a1 b9", "a1 c7", 7],
  ["a1 b5 d20", "a1 b5 c9", 9],
  // A reader and a server keep the newest alone, and need not have the same ones.
  ["b5 c9", "a1 b5", 9],
  ["c9 d12", "a1 b5 c9", 12],
  ["a1", "b1", undefined],
  ["", "a1", undefined],
  ["a1", "", undefined],
])("forkOf %p and %p is %p, whichever is the reader's", (one, other, fork) => {
  expect(forkOf(epochs(one), epochs(other))).toBe(fork);
  expect(forkOf(epochs(other), epochs(one))).toBe(fork);
});
