/** How happenings look as plain lines. */
import { expect, test } from "bun:test";
import type { Happening } from "../../../src/client/face.ts";
import { openPlain } from "../../../src/client/plain/plain.ts";
import { en } from "../../../src/locale/en.ts";

const message = { type: "message", room: "lobby", from: "bob", text: "hi", time: 0, own: false } as const;
const cases: readonly (readonly ["out" | "states", Happening, string])[] = [
  ["out", message, "bob: hi\n"],
  ["out", { ...message, text: "one\neve: two\n" }, "bob: one\n\teve: two\n"],
  ["out", { ...message, text: "\u001b[31mred\u001b[2J\rback" }, "bob: red\n\tback\n"],
  ["out", { ...message, to: "al" }, "(from bob) hi\n"],
  ["out", { ...message, from: "al", to: "bob", own: true }, "(to bob) hi\n"],
  ["out", { type: "said", text: "a\nb" }, "a\n\tb\n"],
  ["out", { type: "members", room: "lobby", nicknames: ["al", "bob"] }, "2 people are here:\n\tal\n\tbob\n"],
  [
    "states",
    { type: "notice", event: "join", room: "lobby", nickname: "bob", topic: "", time: 0 },
    "bob joined the room\n",
  ],
  ["states", { type: "ignoring", ignoring: false }, "You are back in the room.\n"],
  ["states", { type: "refused", text: "no" }, "no\n"],
  [
    "states",
    { type: "refused", fault: { code: "message_empty" }, text: "x" },
    "There was nothing in that message to send. (x)\n",
  ],
  ["states", { type: "link", link: { state: "connecting" } }, "Connecting to host:1 …\n"],
  [
    "states",
    { type: "link", link: { state: "offline", reason: "Gone.", retryInMs: 1_200 } },
    "Gone. Trying again in 2 s; go on typing.\n",
  ],
];

test.each(cases)("show puts on %s: %j", (where, happening, expected) => {
  const printed = { out: "", states: "" };
  const face = openPlain({
    catalogue: en,
    address: "host:1",
    print: (text) => void (printed.out += text),
    announce: (text) => void (printed.states += text),
  });
  face.show(happening);
  expect(printed).toEqual({ out: "", states: "", [where]: expected });
});
