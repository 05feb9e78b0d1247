/** The events of `chat join --json`: their names and fields are a format, and stay as they are. */
import { expect, test } from "bun:test";
import type { ShownEvent } from "../../../src/client/shown-event.ts";
import { endLine, jsonRenderer } from "../../../src/client/plain/json-renderer.ts";
import { en } from "../../../src/locale/en.ts";

const message = {
  type: "message",
  room: "tea",
  seq: 7,
  from: "bob",
  text: "hi\n你好",
  time: 0,
  own: false,
} as const;
const epoch = "1970-01-01T00:00:00.000Z";

/** With any fields. */
interface Event {
  readonly event: string;
  readonly [field: string]: unknown;
}

const cases: readonly (readonly [ShownEvent, Event])[] = [
  [message, { event: "message", room: "tea", seq: 7, time: epoch, from: "bob", msg: "hi\n你好", own: false }],
  [
    { ...message, room: "lobby", to: "al", time: Number.NaN },
    { event: "message", seq: 7, time: null, from: "bob", to: "al", msg: "hi\n你好", own: false },
  ],
  [
    { type: "past", room: "tea", messages: [message], seenSeq: 3, missed: 3 },
    {
      event: "past",
      room: "tea",
      messages: [{ room: "tea", seq: 7, time: epoch, from: "bob", msg: "hi\n你好", own: false }],
      seen: 3,
      missed: 3,
    },
  ],
  [
    { type: "past", room: "tea", query: "hi", isPartial: true, searchedTo: 0, messages: [] },
    { event: "past", room: "tea", query: "hi", partial: true, back_to: epoch, messages: [] },
  ],
  [
    { type: "pending", waiting: [{ kind: "message", text: "a" }] },
    { event: "pending", msgs: ["a"] },
  ],
  [
    {
      type: "pending",
      waiting: [
        { kind: "message", text: "/join tea" },
        { kind: "command", text: "/join tea" },
        { kind: "message", text: "b" },
      ],
    },
    { event: "pending", msgs: ["/join tea", "b"], commands: ["/join tea"] },
  ],
  [
    { type: "pending", waiting: [] },
    { event: "pending", msgs: [] },
  ],
  [
    { type: "notice", event: "nick", room: "tea", nickname: "bob", topic: "", to: "rob", time: 0 },
    { event: "notice", what: "nick", room: "tea", nickname: "bob", to: "rob", time: epoch },
  ],
  [
    { type: "here", conversation: "tea", topic: "green", members: 2 },
    { event: "here", conversation: "tea", topic: "green", members: 2 },
  ],
  [
    { type: "left", conversation: "@bob" },
    { event: "left", conversation: "@bob" },
  ],
  [
    { type: "typing", conversation: "tea", nickname: "bob" },
    { event: "typing", conversation: "tea", nickname: "bob" },
  ],
  [
    { type: "renamed", nickname: "bea" },
    { event: "renamed", nickname: "bea" },
  ],
  [
    { type: "away", away: true, text: "tea" },
    { event: "away", away: true, msg: "tea" },
  ],
  [
    { type: "whois", nickname: "bob", rooms: ["tea"], since: 0, spokeAt: 1_000, away: true, text: "zzz" },
    {
      event: "whois",
      nickname: "bob",
      rooms: ["tea"],
      since: epoch,
      spoke: "1970-01-01T00:00:01.000Z",
      away: true,
      msg: "zzz",
    },
  ],
  [
    { type: "notify", conversation: "tea", level: "off", asked: true },
    { event: "notify", conversation: "tea", level: "off" },
  ],
  [
    { type: "gap", conversation: "tea", from: 4, to: 7, why: "branch" },
    { event: "gap", room: "tea", from: 4, to: 7, why: "branch" },
  ],
  [
    { type: "gap", conversation: undefined, from: 4, to: 7, why: "deleted" },
    { event: "gap", from: 4, to: 7, why: "deleted" },
  ],
  [
    { type: "hidden", nicknames: ["eve"] },
    { event: "ignored", nicknames: ["eve"] },
  ],
  [
    { type: "ignoring", ignoring: true },
    { event: "ignoring", ignoring: true },
  ],
  [{ type: "clear" }, { event: "clear" }],
  [{ type: "edit" }, { event: "edit" }],
  [
    { type: "topic", room: "tea", topic: "green" },
    { event: "topic", room: "tea", topic: "green" },
  ],
  [
    { type: "rooms", rooms: [{ room: "tea", topic: "green", members: 2 }] },
    { event: "rooms", rooms: [{ room: "tea", topic: "green", members: 2 }] },
  ],
  [
    {
      type: "members",
      room: "tea",
      members: [{ nickname: "bob", away: true, text: "zzz" }],
      detailed: false,
    },
    { event: "members", room: "tea", members: [{ nickname: "bob", away: true, msg: "zzz" }] },
  ],
  [
    { type: "said", text: "so" },
    { event: "said", msg: "so" },
  ],
  [
    { type: "refused", text: "no", line: 2 },
    { event: "refused", line: 2, reason: "no" },
  ],
  [
    { type: "refused", text: "no", line: 2, returned: { conversation: "tea", text: "//x", draft: false } },
    { event: "refused", line: 2, reason: "no", msg: "//x" },
  ],
  [
    { type: "refused", fault: { code: "message_empty" }, text: "x" },
    {
      event: "refused",
      code: "message_empty",
      reason: "There was nothing in that message to send.",
      msg: "x",
    },
  ],
  [
    { type: "link", link: { state: "connecting" } },
    { event: "link", state: "connecting" },
  ],
  [
    { type: "link", link: { state: "online", nickname: "al", server: "Tea", memory: "none" } },
    { event: "link", state: "online", nickname: "al", server: "Tea", memory: "none" },
  ],
  [
    { type: "link", link: { state: "offline", reason: "Gone.", retryInMs: 1_200 } },
    { event: "link", state: "offline", reason: "Gone.", retry_ms: 1_200 },
  ],
];

test.each(cases)("jsonRenderer writes %j as one line", (event, expected) => {
  const lines: string[] = [];
  jsonRenderer({ catalogue: en, print: (line) => void lines.push(line) })(event);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{"event":"[a-z]+".*\}\n$/);
  expect(JSON.parse(lines[0] ?? "")).toEqual(expected);
});

const asked = cases.filter(([{ type }]) => type !== "typing");

test.each(asked)("README.md tells of %j as an event, and of its fields", async (_happening, expected) => {
  const names = [expected.event, ...Object.keys(expected).filter((key) => key !== "event")];
  const readme = await Bun.file(new URL("../../../README.md", import.meta.url)).text();
  const rows = readme.split("\n").filter((line) => line.split("|")[1]?.includes(`\`${expected.event}\``));
  expect(names.filter((name) => rows.at(-1)?.includes(`\`${name}\``) !== true)).toEqual([]);
});

test("endLine says why it ended, when nobody wished it", () => {
  expect([endLine(undefined), endLine("Gone.")]).toEqual([
    `{"event":"end"}\n`,
    `{"event":"end","reason":"Gone."}\n`,
  ]);
});
