/** The estimate that bounds queues and caches of entries. */
import { expect, test } from "bun:test";
import { itemOverheadBytes } from "../../src/base/limits.ts";
import { memoryBytesOf } from "../../src/base/memory-bytes.ts";

test.each([
  [undefined, 0],
  ["", 0],
  ["tea", 6],
  ["茶", 2],
])("memoryBytesOf of %j is the overhead and %i bytes", (text, bytes) => {
  expect(memoryBytesOf(text)).toBe(itemOverheadBytes + bytes);
});
