/** What keys begin with: short, and never the same again. */
import { expect, test } from "bun:test";
import { freshKeyPrefix } from "../../src/client/key-prefix.ts";
import { keyCharactersMax } from "../../src/protocol/limits.ts";

test("freshKeyPrefix gives another twelve characters each time, that need no escaping", () => {
  const prefixes = Array.from({ length: 1_000 }, freshKeyPrefix);
  expect(prefixes.filter((prefix) => !/^[\w-]{12}$/.test(prefix))).toEqual([]);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  expect(`${prefixes[0]}-typing-${Number.MAX_SAFE_INTEGER}`.length).toBeLessThan(keyCharactersMax);
});
