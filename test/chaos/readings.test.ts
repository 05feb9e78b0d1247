/** What programs write, as the chaos script reads it. */
import { expect, test } from "bun:test";
import { joinReading, storedIn, tailGaps, tailMessages } from "../../scripts/chaos/readings.ts";
import { en } from "../../src/locale/en.ts";
import { gapText } from "../../src/client/event-text.ts";

test("storedIn reads an export", () => {
  const out =
    '{"room":"lobby","seq":2,"time":"2026-11-25T23:10:40.143Z","from":"ann","msg":"s/1/1 x","key":"k"}\n' +
    '{"room":"@id","seq":1,"time":"1970-01-01T00:00:00.001Z","from":"ann","to":"bob","msg":"j/1/0"}\n';
  expect(storedIn(out)).toEqual([
    { log: "lobby", seq: 2, from: "ann", to: undefined, time: 1_795_648_240_143, text: "s/1/1 x" },
    { log: "@id", seq: 1, from: "ann", to: "bob", time: 1, text: "j/1/0" },
  ]);
});

test("tailMessages leaves out a line that is cut off", () => {
  const out = '{"room":"lobby","seq":1,"msg":"s/1/1"}\n{"room":"lobby","seq":2,"ms';
  expect(tailMessages(out)).toEqual([{ type: "message", log: "lobby", seq: 1, text: "s/1/1" }]);
});

test.each(["deleted", "branch", "server"] as const)("tailGaps reads how %s is told in English", (why) => {
  const told = gapText({ conversation: "lobby", from: 4, to: 17, why }, en);
  expect(tailGaps(`The connection is back.\n${told}\n`)).toEqual([
    { type: "gap", log: "lobby", from: 4, to: 17, why },
  ]);
});

test("joinReading takes messages and gaps in their order, and own texts and refusals", () => {
  const out = [
    { event: "link", state: "online" },
    { event: "message", room: "lobby", seq: 3, from: "j", msg: "j/1/0 x", own: true },
    { event: "gap", room: "lobby", from: 4, to: 5, why: "deleted" },
    { event: "message", seq: 9, from: "s", to: "j", msg: "s/1/0", own: false },
    { event: "gap", from: 10, to: 11, why: "branch" },
    { event: "refused", line: 2, code: "storage", reason: "no", msg: "j/1/1 x" },
  ];
  expect(joinReading(out.map((event) => `${JSON.stringify(event)}\n`).join(""))).toEqual({
    heard: [
      { type: "message", log: "lobby", seq: 3, text: "j/1/0 x" },
      { type: "gap", log: "lobby", from: 4, to: 5, why: "deleted" },
      { type: "message", log: "@", seq: 9, text: "s/1/0" },
      { type: "gap", log: "@", from: 10, to: 11, why: "branch" },
    ],
    own: ["j/1/0"],
    refused: ["j/1/1"],
  });
});
