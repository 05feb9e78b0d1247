/** How much text waits to be printed, and how much of it is kept. */
import { expect, test } from "bun:test";
import { lastWithin, weightOf } from "../../../../src/client/terminal/view/weight.ts";
import { message } from "../harness.ts";

test("weightOf counts the text of a message, and of all in the past", () => {
  const [short, long] = [message("bob", ""), message("bob", "x".repeat(1_000))];
  expect(weightOf(long) - weightOf(short)).toBe(1_000);
  const past = { type: "past", room: "lobby", messages: [long, long] } as const;
  expect(weightOf(past)).toBeGreaterThan(2_000);
});

test.each([
  [3, 10, [3, 4, 5]],
  [9, 12, [3, 4, 5]],
  [9, 11, [4, 5]],
  [9, 5, [5]],
  [9, 4, [5]],
  [0, 9, []],
])("lastWithin keeps at most %d of at most %d, but one at least", (countMax, unitsMax, kept) => {
  expect(
    lastWithin([1, 2, 3, 4, 5], { countMax, unitsMax: countMax === 3 ? 99 : unitsMax }, (size) => size),
  ).toEqual(kept);
});
