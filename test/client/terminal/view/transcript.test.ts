/** Lines that depend on the lines before them. */
import { expect, test } from "bun:test";
import type { Printed } from "../../../../src/client/terminal/state/printing.ts";
import {
  completionNicknamesMax,
  floodItemsMin,
  floodUnitsMin,
  recentItemsMax,
  recentUnitsMax,
  waitingItemsMax,
  waitingUnitsMax,
} from "../../../../src/client/limits.ts";
import { Transcript } from "../../../../src/client/terminal/view/transcript.ts";
import { weightOf } from "../../../../src/client/terminal/state/weight.ts";
import { en } from "../../../../src/locale/en.ts";
import { fakeCalendar, message } from "../harness.ts";

const person = { catalogue: en, nickname: "alice", calendar: fakeCalendar };
const look = { ...person, columns: 80, palette: "none" as const, links: false };
const dayMs = 86_400_000;

function notice(event: "join" | "leave", nickname: string, room = "lobby"): Printed {
  return { type: "notice", event, room, nickname, topic: "", time: 0 };
}

function goTo(conversation: string, news = 0): Printed {
  return { type: "moved", conversation, topic: "", news };
}

function printed(...events: readonly Printed[]): readonly string[] {
  const transcript = new Transcript();
  for (const event of events) transcript.add(event);
  return transcript.take(look, 0).printed;
}

test("Transcript begins a day with a rule, but for the first line of today", () => {
  const at = (time: number): Printed => message("bob", String(time), { time });
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
  expect(transcript.take(look, 3)).toEqual({ printed: [], held: ["12:34 - bob joined the room"], again: [] });
  expect(printed(notice("join", "bob"))).toEqual(["12:34 - bob joined the room"]);
  transcript.add(notice("join", "carl"));
  const folded = "12:34 - +2: bob, carl joined the room";
  expect(transcript.take(look, 3)).toEqual({ printed: [], held: [folded], again: [] });
  transcript.add(message("bob", "hi"));
  expect(transcript.take(look, 3)).toEqual({ printed: [folded, "12:34   bob: hi"], held: [], again: [] });
  expect(transcript.take(look, 3)).toEqual({ printed: [], held: [], again: [] });
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

test("Transcript holds a heading back until something stands below it, and then the last one alone", () => {
  const transcript = new Transcript();
  const take = (...more: readonly Printed[]): unknown => {
    for (const one of more) transcript.add(one);
    const { printed: lines, held } = transcript.take(look, 3);
    return [lines, held];
  };
  const joined = "12:34 - bob joined the room";
  expect(take(notice("join", "bob"), goTo("tea"))).toEqual([[joined], ["─── tea ───"]]);
  expect(take(goTo("milk"))).toEqual([[], ["─── milk ───"]]);
  expect(take(notice("join", "bob", "milk"))).toEqual([[], ["─── milk ───", joined]]);
  expect(take(goTo("tea"))).toEqual([["─── milk ───", joined], ["─── tea ───"]]);
  expect(take(message("bob", "hi", { room: "tea" }))).toEqual([["─── tea ───", "12:34   bob: hi"], []]);
});

test("Transcript needs no heading below lines of the same conversation, but for what is new", () => {
  const said = message("bob", "hi");
  expect(printed(said, goTo("tea"), goTo("lobby"), said, goTo("tea"), goTo("lobby", 1), said)).toEqual([
    "12:34   bob: hi",
    "12:34   bob: hi",
    "─── lobby · 1 new ───",
    "12:34   bob: hi",
  ]);
});

test("Transcript.takeAgain holds a heading back, and passes by where one passed by", () => {
  const transcript = new Transcript();
  transcript.add(message("bob", "hi"));
  for (let at = 0; at < 1_000; at += 1) transcript.add(goTo(at % 2 === 0 ? "tea" : "milk"));
  transcript.take(look, 3);
  const { again, held } = transcript.takeAgain(look, 3);
  expect([again, held]).toEqual([["12:34   bob: hi"], ["─── milk ───"]]);
  expect(transcript.takeAgain(look, 0).held).toEqual([]);
  transcript.add(goTo("lobby"));
  expect(transcript.take(look, 3).held).toEqual([]);
  transcript.forget();
  transcript.add(goTo("lobby"));
  expect(transcript.take(look, 3).held).toEqual(["─── lobby ───"]);
});

test("Transcript marks a message with its room where it is printed in another, also in the same frame", () => {
  const inTea = message("bob", "alice?", { room: "tea" });
  expect(printed(inTea, goTo("tea"), inTea, notice("join", "eve", "tea"), goTo("lobby"), inTea)).toEqual([
    "12:34 @ [tea] bob: alice?",
    "─── tea ───",
    "12:34 @ bob: alice?",
    "12:34 - eve joined the room",
    "─── lobby ───",
    "12:34 @ [tea] bob: alice?",
  ]);
});

test("Transcript knows later, too, in which room it goes on", () => {
  const transcript = new Transcript();
  transcript.add(goTo("tea"));
  transcript.take(look, 0);
  transcript.add(message("bob", "hi", { room: "tea" }));
  expect(transcript.take(look, 0).printed).toEqual(["─── tea ───", "12:34   bob: hi"]);
});

const before = [1, 2, 3, 4].map((seq) => message("bob", String(seq), { seq, time: -dayMs }));

test.each([
  ["after the last that was seen", 2, ["1", "2", "─── new since 12:34 yesterday ───", "3", "4"]],
  ["before all, when the last that was seen is not among them", 0, ["─── new ───", "1", "2", "3", "4"]],
  ["nowhere, when nothing is new", 4, ["1", "2", "3", "4"]],
  ["nowhere, when nobody was here before", undefined, ["1", "2", "3", "4"]],
])("Transcript rules off what is new %s", (_name, seenSeq, expected) => {
  const lines = printed({ type: "past", room: "lobby", messages: before, seenSeq });
  const [heading, day, ...rest] = lines.map((line) => line.replace("12:34   bob: ", ""));
  expect([heading, day]).toEqual(["      - Said before in lobby:", "─── 1969-12-31 ───"]);
  expect(rest).toEqual(expected);
});

test("Transcript takes one's own message for read, and says what is left out", () => {
  const own = before.map((one) => ({ ...one, own: one.seq === 3, time: 0 }));
  const past = { type: "past", room: "lobby", messages: own, seenSeq: 2, missed: 9 } as const;
  expect(printed(past)).toEqual([
    "      - Said before in lobby:",
    "      - … 9 new ones before these: /history shows more",
    "12:34   bob: 1",
    "12:34   bob: 2",
    "12:34 > bob: 3",
    "─── new since 12:34 ───",
    "12:34   bob: 4",
  ]);
});

test("Transcript shows the comings of those who never spoke dim", () => {
  const transcript = new Transcript();
  const coloured = { ...look, palette: "full" as const };
  transcript.add(message("bob", "hi"));
  transcript.add(notice("leave", "eve"));
  expect(transcript.take(coloured, 3).held).toEqual(["\x1b[2m12:34 - eve left the room\x1b[0m"]);
  transcript.add(notice("leave", "bob"));
  expect(transcript.take(coloured, 3).held).toEqual(["\x1b[2m12:34 - \x1b[0m−2: eve, bob left the room"]);
  // Of many, the one that has been silent for longest is as if it had never spoken.
  for (let at = 0; at < completionNicknamesMax; at += 1) transcript.add(message(`n${at}`, "hi"));
  for (const nickname of ["n0", "late"]) transcript.add(message(nickname, "hi"));
  const isDim = (nickname: string): boolean => {
    transcript.add(notice("leave", nickname));
    return transcript.take(coloured, 0).printed.join("").includes(` - ${nickname} left`);
  };
  expect(["n0", "n1", "n2", "late"].filter((nickname) => isDim(nickname))).toEqual(["n1"]);
});

test("Transcript knows which room it is in, also when that is told in what it leaves out", () => {
  const tea = { room: "tea" };
  const messages = [message("bob", "old", tea), message("bob", "older", tea)];
  const past: Printed = { type: "past", room: "tea", messages };
  const many = Array.from({ length: waitingItemsMax }, () => message("bob", "hi", tea));
  const lines = printed({ type: "moved", conversation: "tea", topic: "", news: 2 }, past, ...many);
  expect(lines.slice(0, 3)).toEqual([
    "      - The terminal stood still: 2501 messages are not shown here.",
    "─── tea · 2 new ───",
    "12:34   bob: hi",
  ]);
});

test("Transcript says that it must not wait long before anything is left out", () => {
  const transcript = new Transcript();
  for (let at = 1; at < floodItemsMin; at += 1) transcript.add(message("bob", "hi"));
  expect(transcript.isFlooded).toBe(false);
  transcript.add(message("bob", "hi"));
  expect([transcript.isFlooded, transcript.take(look, 0).printed.length]).toEqual([true, floodItemsMin]);
  expect(transcript.isFlooded).toBe(false);
});

test("Transcript leaves out the oldest of what waits too long, and says so", () => {
  const many = Array.from({ length: waitingItemsMax + 1 }, (_, at) => message("bob", `line ${at}`));
  expect(printed(...many.slice(1))).toHaveLength(waitingItemsMax);
  const lines = printed(...many);
  expect(lines[0]).toBe("      - The terminal stood still: 2501 messages are not shown here.");
  expect([lines[1], lines.length]).toEqual(["12:34   bob: line 2501", 2_501]);
});

test("Transcript says only once what it left out", () => {
  const transcript = new Transcript();
  for (let at = 0; at <= waitingItemsMax; at += 1) transcript.add(message("bob", `line ${at}`));
  transcript.take(look, 0);
  transcript.add(message("bob", "later"));
  expect(transcript.take(look, 0).printed).toEqual(["12:34   bob: later"]);
});

const longLines = [
  message("bob", "x".repeat(12_000)),
  { type: "refused", text: "x".repeat(16_000) } as const,
];

test.each(longLines)(
  "Transcript says that it must not wait long when there is much text, however few lines",
  (long) => {
    const transcript = new Transcript();
    const count = Math.ceil(floodUnitsMin / weightOf(long));
    for (let at = 1; at < count; at += 1) transcript.add(long);
    expect(transcript.isFlooded).toBe(false);
    transcript.add(long);
    expect(transcript.isFlooded).toBe(true);
  },
);

test.each(longLines)("Transcript leaves out the oldest of too much text that waits, and says so", (long) => {
  const transcript = new Transcript();
  const count = Math.floor(waitingUnitsMax / weightOf(long));
  const kept = Math.floor(waitingUnitsMax / 2 / weightOf(long));
  for (let at = 0; at < count; at += 1) transcript.add(long);
  expect(transcript.take(look, 0).printed.join("").length).toBeGreaterThan(waitingUnitsMax / 2);
  for (let at = 0; at <= count; at += 1) transcript.add(long);
  const [first = "", ...rest] = transcript.take(look, 0).printed;
  expect(first.includes(`${count + 1 - kept} messages are not shown here`)).toBe(long.type === "message");
  expect(rest.join("").length).toBeLessThan(waitingUnitsMax);
});

test("Transcript prints more rows than a call takes arguments", () => {
  const breaks = message("bob", `a${"\n".repeat(12_000)}b`);
  const messages = Array.from({ length: 100 }, () => breaks);
  expect(printed({ type: "past", room: "lobby", messages }).length).toBeGreaterThan(1_200_000);
});

test("Transcript.takeAgain lays out anew what was printed, in the places and days it was printed in", () => {
  const transcript = new Transcript();
  transcript.add(message("bob", "yesterday", { time: -dayMs }));
  transcript.add(goTo("tea"));
  transcript.add(message("bob", "one two three four", { room: "tea", time: 0 }));
  transcript.add(notice("join", "carl", "tea"));
  const before = [...transcript.take(look, 0).printed];
  transcript.add(notice("leave", "carl", "tea"));
  const { printed: lines, held, again } = transcript.takeAgain(look, 3);
  expect([lines, held]).toEqual([[], []]);
  expect(again.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
  expect(again.at(-1)).toContain("carl");
  const narrow = transcript.takeAgain({ ...look, columns: 24 }, 3).again;
  expect(narrow.join("\n")).toContain("12:34   bob: one two\n  three four");
  expect(transcript.take(look, 3)).toEqual({ printed: [], held: [], again: [] });
});

test("Transcript.takeAgain gives nothing of what was to be forgotten", () => {
  const transcript = new Transcript();
  transcript.add(message("bob", "secret"));
  transcript.take(look, 0);
  transcript.forget();
  expect(transcript.takeAgain(look, 3).again).toEqual([]);
});

const leadUnits = weightOf(message("bob", ""));
test.each([
  ["very many lines", 0, 0, recentItemsMax],
  ["as much text as eight lines may have", recentUnitsMax / 8 - leadUnits, 0, 8],
  ["one unit more", recentUnitsMax / 8 - leadUnits, 1, 7],
])("Transcript.takeAgain remembers the last of %s, and no more", (_, units, more, count) => {
  const [transcript, lines] = [new Transcript(), units === 0 ? 500 : 20];
  for (let at = 1; at <= lines; at += 1) {
    transcript.add(message("bob", `${at} `.padEnd(at < lines ? units : units + more, "x")));
    transcript.take(look, 0);
  }
  const again = transcript.takeAgain(look, 3).again.filter((line) => line.includes("bob: "));
  expect([again.length, again.at(-1)?.startsWith(`12:34   bob: ${lines}`)]).toEqual([count, true]);
});
