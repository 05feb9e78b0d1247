/** What the index is asked for, of a query as it was typed. */
import { expect, test } from "bun:test";
import { matchExpression } from "../../src/log/words.ts";

test("matchExpression names a repeated word once, and keeps what repeats inside a phrase", () => {
  expect(matchExpression("tea milk  tea\ttea")).toBe('"tea" "milk"');
  expect(matchExpression("天天 天天 天")).toBe('"天  天" "天"');
});

test("matchExpression leaves out what holds no word", () => {
  expect(matchExpression('... " \0 tea')).toBe('"tea"');
  expect(matchExpression('... "')).toBeUndefined();
});
