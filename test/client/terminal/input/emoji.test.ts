/** The table of emoji. */
import { expect, test } from "bun:test";
import { emoji } from "../../../../src/client/terminal/input/emoji.ts";

test("every emoji has a name that can be typed, and is two columns wide on every terminal", () => {
  expect(emoji.size).toBeGreaterThan(150);
  for (const [name, sign] of emoji) {
    expect(name).toMatch(/^(?:[a-z][a-z_]+|[+-]1)$/);
    // One code point of the wide ones: joined and varied ones are shown in too many ways.
    expect([name, Bun.stringWidth(sign), Array.from(sign).length]).toEqual([name, 2, 1]);
  }
});
