/** That a message is expected back once for each time it was typed, and nothing else is. */
import { expect, test } from "bun:test";
import { outboxMessagesMax } from "../../../src/client/limits.ts";
import { Echo } from "../../../src/client/plain/echo.ts";

test.each([
  ["hi", "hi"],
  ["//slash", "/slash"],
  ["@bob psst", "psst"],
  ["/me waves", "/me waves"],
])("take knows what was typed as %j", (line, text) => {
  const echo = new Echo();
  echo.typed(line);
  echo.typed(line);
  expect([echo.take(text), echo.take(text), echo.take(text)]).toEqual([true, true, false]);
});

test.each(["", "/ls", "/nonsense", "@bob"])("take expects nothing back of %j", (line) => {
  const echo = new Echo();
  echo.typed(line);
  expect(echo.take(line)).toBe(false);
});

test("typed keeps as many texts as may wait to be sent, and no more", () => {
  const echo = new Echo();
  for (let line = 0; line <= outboxMessagesMax; line += 1) echo.typed(`line ${line}`);
  const last = [`line ${outboxMessagesMax - 1}`, `line ${outboxMessagesMax}`];
  expect(last.map((text) => echo.take(text))).toEqual([true, false]);
});
