/** Messages as lines of output. */
import { afterEach, describe, expect, test } from "bun:test";
import { jsonLine, plainLine } from "../../../src/client/pipe/line.ts";
import type { Message } from "../../../src/client/shown-event.ts";

const message: Message = {
  type: "message",
  room: "tea",
  seq: 7,
  from: "ann",
  text: "one\ntwo 小",
  time: 1_000,
  own: true,
};

describe("jsonLine", () => {
  test("is one object on one line", () => {
    expect(jsonLine(message)).toBe(
      '{"room":"tea","seq":7,"time":"1970-01-01T00:00:01.000Z","from":"ann","msg":"one\\ntwo 小"}\n',
    );
  });

  test("has no seq where the server gave none", () => {
    expect(jsonLine({ ...message, seq: undefined })).not.toContain("seq");
  });

  test.each([Number.MAX_VALUE, -8.64e15, Number.NaN])("survives the time %d", (time) => {
    expect(jsonLine({ ...message, time })).toContain('"time":null');
  });
});

describe("plainLine", () => {
  const zoneBefore = process.env["TZ"];
  afterEach(() => void (process.env["TZ"] = zoneBefore ?? ""));

  test.each([
    ["UTC", "1970-01-01 00:00:01"],
    ["Asia/Kolkata", "1970-01-01 05:30:01"],
    ["America/New_York", "1969-12-31 19:00:01"],
  ])("tells the time of the day in %s", (zone, told) => {
    process.env["TZ"] = zone;
    expect(plainLine(message)).toStartWith(`${told} ann: `);
  });

  test("keeps further lines behind a tab", () => {
    expect(plainLine(message)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:01 ann: one\n\ttwo 小\n$/);
  });

  test("lets nothing through that moves a cursor", () => {
    const line = plainLine({
      ...message,
      from: "a\u001b[2Jn",
      text: "\u001b[31mred\rback",
      time: Number.NaN,
    });
    expect(line).toBe("an: red\n\tback\n");
  });
});
