/** Which errors have a code. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { errorCode } from "../../src/base/error-code.ts";

test("errorCode is the system's word", () => {
  expect(errorCode(failureOf(() => readFileSync("/no/such/file")))).toBe("ENOENT");
});

test.each([
  ["no error", { code: "ENOENT" }],
  ["an error without a code", new Error("x")],
  ["a code that is no text", Object.assign(new Error("x"), { code: 5 })],
  ["a code that is undefined", Object.assign(new Error("x"), { code: undefined })],
])("errorCode is undefined for %s", (_, error) => {
  expect(errorCode(error)).toBeUndefined();
});

function failureOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
