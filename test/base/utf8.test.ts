/** Whether a text fits into so many bytes of UTF-8. */
import { expect, test } from "bun:test";
import { fitsUtf8 } from "../../src/base/utf8.ts";

test.each([
  ["", 0, true],
  ["a", 0, false],
  ["abcd", 4, true],
  ["abcde", 4, false],
  ["öö", 4, true],
  ["ööx", 4, false],
  ["漢", 3, true],
  ["漢", 2, false],
  ["👋", 4, true],
  ["👋", 3, false],
])("fitsUtf8 of %j in %d bytes is %p", (text, bytesMax, fits) => {
  expect(fitsUtf8(text, bytesMax)).toBe(fits);
});
