/** Lines that depend on the lines before them. */
import { expect, test } from "bun:test";
import type { Happening } from "../../../src/client/face.ts";
import type { Look } from "../../../src/client/terminal/message-view.ts";
import { Transcript } from "../../../src/client/terminal/transcript.ts";
import { en } from "../../../src/locale/en.ts";
import { fakeCalendar, message } from "./harness.ts";

const look: Look = {
  catalogue: en,
  columns: 80,
  colour: false,
  links: false,
  nickname: "alice",
  room: "lobby",
  calendar: fakeCalendar,
};
const dayMs = 86_400_000;

function notice(event: "join" | "leave", nickname: string, room = "lobby"): Happening {
  return { type: "notice", event, room, nickname, topic: "", time: 0 };
}

function printed(...happenings: readonly Happening[]): readonly string[] {
  const transcript = new Transcript();
  for (const happening of happenings) transcript.add(happening);
  return transcript.take(look, 0).printed;
}

test("Transcript begins a day with a rule, but for the first line of today", () => {
  const at = (time: number): Happening => message("bob", String(time), { time });
  expect(printed(at(0), at(1), at(dayMs), at(dayMs + 1))).toEqual([
    "12:34   bob: 0",
    "12:34   bob: 1",
    "─── 1970-01-02 ───",
    `12:34   bob: ${dayMs}`,
    `12:34   bob: ${dayMs + 1}`,
  ]);
});

test("Transcript dates messages from before, and today after them", () => {
  const messages = [message("bob", "old", { time: -2 * dayMs }), message("bob", "older", { time: -dayMs })];
  expect(printed({ type: "past", room: "lobby", messages }, message("bob", "now"))).toEqual([
    "      - Said before in lobby:",
    "─── 1969-12-30 ───",
    "12:34   bob: old",
    "─── 1969-12-31 ───",
    "12:34   bob: older",
    "─── 1970-01-01 ───",
    "12:34   bob: now",
  ]);
});

test("Transcript holds joins and leaves back while nothing else happens", () => {
  const transcript = new Transcript();
  transcript.add(notice("join", "bob"));
  expect(transcript.take(look, 3)).toEqual({ printed: [], held: ["12:34 - bob joined the room"] });
  transcript.add(notice("join", "carl"));
  transcript.add({ type: "link", link: { state: "connecting" } });
  const folded = "12:34 - +2: bob, carl joined the room";
  expect(transcript.take(look, 3)).toEqual({ printed: [], held: [folded] });
  transcript.add(message("bob", "hi"));
  expect(transcript.take(look, 3)).toEqual({ printed: [folded, "12:34   bob: hi"], held: [] });
  expect(transcript.take(look, 3)).toEqual({ printed: [], held: [] });
});

test("Transcript prints what has become too tall to be held back", () => {
  const transcript = new Transcript();
  const narrow = { ...look, columns: 40 };
  for (let at = 0; at < 20; at += 1) transcript.add(notice("join", `a-very-long-nickname-${at}`));
  const { printed: rows, held } = transcript.take(narrow, 3);
  expect([rows.length > 3, held]).toEqual([true, []]);
  transcript.add(notice("join", "bob"));
  expect(transcript.take(narrow, 3).held).toEqual(["12:34 - bob joined the room"]);
});

test("Transcript holds nothing back where it must not", () => {
  expect(printed(notice("join", "bob"), notice("leave", "carl", "garden"))).toEqual([
    "12:34 - bob joined the room",
    "12:34 - [garden] carl left the room",
  ]);
});

test("Transcript shows the comings of those who never spoke dim", () => {
  const transcript = new Transcript();
  const coloured = { ...look, colour: true };
  transcript.add(message("bob", "hi"));
  transcript.add(notice("leave", "eve"));
  expect(transcript.take(coloured, 3).held).toEqual(["\x1b[2m12:34 - eve left the room\x1b[0m"]);
  transcript.add(notice("leave", "bob"));
  expect(transcript.take(coloured, 3).held).toEqual(["\x1b[2m12:34 - \x1b[0m−2: eve, bob left the room"]);
});

test("Transcript leaves out the oldest of what waits too long, and says so", () => {
  const many = Array.from({ length: 5_001 }, (_, at) => message("bob", `line ${at}`));
  const lines = printed(...many);
  expect(lines[0]).toBe("      - The terminal stood still: 2501 messages are not shown here.");
  expect([lines[1], lines.length]).toEqual(["12:34   bob: line 2501", 2_501]);
});
