/** A message as JSON for programs. */
import { expect, test } from "bun:test";
import { isTime, isoTime, messageFields } from "../../src/protocol/message-json.ts";

test("messageFields has the fields that every JSON output of a message shares", () => {
  const message = { room: "tea", seq: 7, time: 0, from: "ann", text: "a\nb" };
  expect(JSON.stringify(messageFields({ ...message, to: "bob" }))).toBe(
    `{"room":"tea","seq":7,"time":"1970-01-01T00:00:00.000Z","from":"ann","to":"bob","msg":"a\\nb"}`,
  );
});

/** The last time that is a date in every time zone, and the first that is none. */
const timeMax = 8.64e15 - 86_400_000 - 1;

test.each([
  [timeMax, true],
  [timeMax + 1, false],
  [-timeMax, true],
  [-timeMax - 1, false],
  [Number.NaN, false],
  [Number.POSITIVE_INFINITY, false],
])("isTime(%d) is %p", (time, valid) => {
  expect(isTime(time)).toBe(valid);
  expect(isoTime(time) !== null).toBe(valid);
});
