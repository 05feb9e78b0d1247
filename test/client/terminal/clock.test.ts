/** Time for people. */
import { expect, test } from "bun:test";
import { localTimeText } from "../../../src/client/terminal/clock.ts";

test("localTimeText has two figures for the hour and for the minute", () => {
  expect(localTimeText(new Date(2026, 0, 2, 3, 4).getTime())).toBe("03:04");
});
