/** Whom a message is for. */
import { expect, test } from "bun:test";
import { callsFor, mentions } from "../../../../src/client/terminal/state/mention.ts";
import { message } from "../harness.ts";

test.each([
  ["a mention", message("bob", "hi alice"), true],
  ["a private message", message("bob", "psst", { to: "alice" }), true],
  ["one's own", message("alice", "alice", { own: true, to: "bob" }), false],
  ["what is for everybody", message("bob", "hi all"), false],
])("callsFor %s", (_name, said, calls) => {
  expect(callsFor(said, "alice")).toBe(calls);
});

test.each([
  ["bob: hi", "bob", true],
  ["hi @Bob!", "bob", true],
  ["bobby, hi", "bob", false],
  ["kebob", "bob", false],
  ["bobby or bob", "bob", true],
  ["hi_bob", "bob", false],
  ["小明你好", "小明", true],
  ["你好bob你好", "bob", true],
  ["STRASSE", "straße", true],
  ["a Bob\tof\nmine", "BOB", true],
  ["𝒳bob", "bob", false],
  ["", "bob", false],
  ["anything", "", false],
])("mentions: %j names %j: %p", (text, nickname, expected) => {
  expect(mentions(text, nickname)).toBe(expected);
});
