/** Several conversations in one transcript: what a person sees on a real emulator, golden and read. */
import { expect, test } from "bun:test";
import type { ShownEvent } from "../../../src/client/shown-event.ts";
import { typingShownMs, unreadMessagesMax } from "../../../src/client/limits.ts";
import type { Seat, SeatOptions } from "./harness.ts";
import { message, sitDown } from "./harness.ts";

const online: ShownEvent = { type: "link", link: { state: "online", nickname: "alice", server: "home" } };
const lobby: ShownEvent = { type: "here", conversation: "lobby", topic: "", members: 3 };
const tea: ShownEvent = { type: "here", conversation: "tea", topic: "Green or black?", members: 2 };
const bob: ShownEvent = { type: "here", conversation: "@bob", topic: "" };

function arrive(options: SeatOptions = {}): Seat {
  const seat = sitDown({ columns: 80, rows: 24, ...options });
  seat.show(online, lobby);
  return seat;
}

test("openTerminal welcomes with the room and what was said since", async () => {
  const seat = sitDown({ columns: 80, rows: 24 });
  const messages = [1, 2, 3].map((seq) => message("bob", `number ${seq}`, { seq }));
  seat.show(
    online,
    { type: "here", conversation: "lobby", topic: "All welcome", members: 3 },
    { type: "past", room: "lobby", messages, seenSeq: 1 },
  );
  expect(await seat.lines()).toEqual([
    "      - You are alice in home. /help shows what you can type.",
    "      - You are in lobby now.",
    "        3 people are here.",
    "        The topic of lobby: All welcome",
    "      - Said before in lobby:",
    "12:34   bob: number 1",
    "─── new since 12:34 ───",
    "12:34   bob: number 2",
    "12:34   bob: number 3",
    "lobby · 3 here",
    ">",
  ]);
});

const busy: readonly ShownEvent[] = [
  message("eve", "好茶 🍵", { room: "tea" }),
  message("bob", "psst", { to: "alice" }),
  { type: "notice", event: "join", room: "tea", nickname: "dan", topic: "", time: 0 },
  message("eve", "alice, שלום", { room: "tea" }),
  message("eve", "w".repeat(45), { room: "tea" }),
  message("bob", "hi"),
  { type: "typing", conversation: "tea", nickname: "eve" },
];

test.each([
  [
    40,
    [
      "12:34 * from bob: psst",
      "12:34 @ [tea] eve: alice, שלום",
      "12:34   bob: hi",
      "─── tea · Green or black? · 3 new ───",
      "12:34   eve: 好茶 🍵",
      "12:34 @ eve: alice, שלום",
      "12:34   eve:",
      `             ${"w".repeat(27)}`,
      `             ${"w".repeat(18)}`,
      "2:tea · eve is typing · 3:@bob 1!",
      "tea>",
    ],
  ],
  [
    80,
    [
      "12:34 * from bob: psst",
      "12:34 @ [tea] eve: alice, שלום",
      "12:34   bob: hi",
      "─── tea · Green or black? · 3 new ───",
      "12:34   eve: 好茶 🍵",
      "12:34 @ eve: alice, שלום",
      `12:34   eve: ${"w".repeat(45)}`,
      "2:tea · 2 here · eve is typing · 3:@bob 1!",
      "tea>",
    ],
  ],
  [
    200,
    [
      "12:34 * from bob: psst",
      "12:34 @ [tea] eve: alice, שלום",
      "12:34   bob: hi",
      "─── tea · Green or black? · 3 new ───",
      "12:34   eve: 好茶 🍵",
      "12:34 @ eve: alice, שלום",
      `12:34   eve: ${"w".repeat(45)}`,
      "2:tea · 2 here · eve is typing · 3:@bob 1!",
      "tea>",
    ],
  ],
])(
  "openTerminal prints what is for the reader at once, and the rest where they go, in %i columns",
  async (columns, expected) => {
    const seat = arrive({ columns });
    const welcome = (await seat.lines()).length - 2;
    seat.show(...busy, tea);
    expect((await seat.lines()).slice(welcome)).toEqual(expected);
  },
);

test("openTerminal says in the row above the input what is new elsewhere", async () => {
  const seat = arrive();
  seat.show(...busy);
  expect((await seat.lines()).slice(-2)).toEqual(["1:lobby · 3 here · 2:tea 3!  3:@bob 1!", ">"]);
  seat.show(bob);
  expect((await seat.lines()).slice(-4)).toEqual([
    "─── @bob · 1 new ───",
    "12:34 * from bob: psst",
    "3:@bob · 2:tea 3!",
    "@bob>",
  ]);
  seat.show(tea);
  seat.show(lobby);
  expect((await seat.lines()).slice(-3)).toEqual(["─── lobby ───", "1:lobby · 3 here", ">"]);
});

test("openTerminal shows all that was said where one comes back, as much as was counted, after a lost line too", async () => {
  const seat = arrive();
  seat.show(tea);
  seat.show(message("bob", "L1"), message("bob", "L2 alice"));
  seat.show({ type: "link", link: { state: "connecting" } }, online, tea, message("bob", "L3"));
  seat.show(message("dan", "D1", { to: "alice" }), message("alice", "A1", { to: "dan", own: true }));
  seat.show(message("dan", "D2", { to: "alice" }));
  expect((await seat.lines()).slice(-2)).toEqual(["2:tea · 2 here · 1:lobby 3!  3:@dan 1!", "tea>"]);
  seat.show(lobby, { ...bob, conversation: "@dan" });
  expect((await seat.lines()).slice(-10)).toEqual([
    "─── lobby · 3 new ───",
    "12:34   bob: L1",
    "12:34 @ bob: L2 alice",
    "12:34   bob: L3",
    "─── @dan · 1 new ───",
    "12:34 * from dan: D1",
    "12:34 > to dan: A1",
    "12:34 * from dan: D2",
    "3:@dan",
    "@dan>",
  ]);
});

test("openTerminal leaves no headings behind where one only passed by", async () => {
  const seat = arrive();
  const before = (await seat.lines()).slice(0, -2);
  seat.show(tea);
  seat.show(bob);
  expect(await seat.lines()).toEqual([...before, "─── @bob ───", "3:@bob", "@bob>"]);
  seat.show(lobby);
  seat.show(message("bob", "hi"));
  expect(await seat.lines()).toEqual([...before, "12:34   bob: hi", "1:lobby · 3 here", ">"]);
  seat.show(tea);
  await seat.face.close();
  expect(await seat.lines()).toEqual([...before, "12:34   bob: hi"]);
});

test("openTerminal counts somebody apart who takes the nickname that the reader had", async () => {
  const seat = arrive();
  const members = ["alice", "bob"].map((nickname) => ({ nickname, away: false }));
  const join = {
    type: "notice",
    event: "join",
    room: "lobby",
    nickname: "alice",
    topic: "",
    time: 0,
  } as const;
  seat.show({ type: "members", room: "lobby", members, detailed: false });
  seat.show({ type: "renamed", nickname: "al" }, join);
  expect((await seat.lines()).at(-2)).toBe("lobby · 3 here");
});

test("openTerminal prints a bounded number of what waited, and says how to see the rest", async () => {
  const seat = arrive();
  for (let at = 0; at < unreadMessagesMax + 5; at += 1)
    seat.face.show(message("eve", `line ${at}`, { room: "tea", seq: at + 1 }));
  seat.show(tea);
  expect(seat.shownFrom).toEqual([["tea", 6]]);
  const lines = await seat.lines();
  const at = lines.indexOf("─── tea · Green or black? · 205 new ───");
  expect(lines.slice(at + 1, at + 3)).toEqual([
    "      - … 5 earlier: /history shows more",
    "12:34   eve: line 5",
  ]);
  expect(lines.at(-3)).toBe("12:34   eve: line 204");
});

test("openTerminal goes where the keys lead", () => {
  const seat = arrive();
  seat.show(...busy);
  const keys = ["\x1b1", "\x1b2", "\x1b9", "\x1b[1;3C", "\x1b[1;3D", "\x1b[1;3A", "\x1b[1;3B", "\x1ba"];
  for (const key of keys) seat.type(key);
  expect(seat.gone).toEqual(["tea", "tea", "@bob", "@bob", "tea", "tea"]);
});

test("openTerminal tells that something is being written where one is, and nothing else", () => {
  const seat = arrive({ history: ["an old line"] });
  const typedAfter = (keys: string): number => {
    const before = seat.typed();
    seat.type(keys);
    seat.type("\x15");
    return seat.typed() - before;
  };
  const keys = ["hi", "/join tea", "//hi", "/me hi", "@bob hi", "  ", "\x1b[D", "\x1b[A"];
  expect(keys.map(typedAfter)).toEqual([2, 0, 3, 2, 0, 0, 0, 1]);
});

test("openTerminal takes somebody away from the row who gives no sign of writing any more", async () => {
  const seat = arrive();
  seat.show({ type: "typing", conversation: "lobby", nickname: "eve" });
  seat.clock.advance(typingShownMs / 2);
  seat.show({ type: "typing", conversation: "lobby", nickname: "bob" });
  expect((await seat.lines()).at(-2)).toBe("lobby · 3 here · eve and bob are typing");
  seat.clock.advance(typingShownMs / 2);
  expect((await seat.lines()).at(-2)).toBe("lobby · 3 here · bob is typing");
  seat.clock.advance(typingShownMs / 2);
  expect((await seat.lines()).at(-2)).toBe("lobby · 3 here");
  expect(seat.clock.timers).toBe(0);
});

test("close leaves no timer for somebody who is writing", async () => {
  const seat = arrive();
  seat.show({ type: "typing", conversation: "lobby", nickname: "eve" });
  await seat.face.close();
  expect(seat.clock.timers).toBe(0);
});

test("openTerminal marks the first message that came while nobody looked, once", async () => {
  const seat = arrive();
  const welcome = (await seat.lines()).length - 2;
  seat.show(message("bob", "one"));
  seat.type("\x1b[O");
  seat.show(message("alice", "mine", { own: true }), message("eve", "elsewhere", { room: "tea" }));
  seat.show(message("bob", "two"), message("bob", "three"));
  seat.type("\x1b[I");
  seat.show(message("bob", "four"));
  seat.type("\x1b[O");
  seat.show(message("bob", "five"));
  expect((await seat.lines()).slice(welcome, -2)).toEqual([
    "12:34   bob: one",
    "12:34 > alice: mine",
    "─── new ───",
    "12:34   bob: two",
    "12:34   bob: three",
    "12:34   bob: four",
    "─── new ───",
    "12:34   bob: five",
  ]);
});

function level(conversation: string, one: "all" | "mentions" | "off"): ShownEvent {
  return { type: "notify", conversation, level: one, asked: false };
}

test.each([
  ["a message where all call", level("tea", "all"), message("eve", "hi", { room: "tea" }), true],
  ["a message where mentions call", level("tea", "mentions"), message("eve", "hi", { room: "tea" }), false],
  ["a mention", level("tea", "mentions"), message("eve", "alice?", { room: "tea" }), true],
  ["a mention where nothing calls", level("tea", "off"), message("eve", "alice?", { room: "tea" }), false],
  ["a private message", level("tea", "off"), message("eve", "psst", { to: "alice" }), true],
  ["one from somebody who never calls", level("@eve", "off"), message("eve", "psst", { to: "alice" }), false],
  ["one's own", level("tea", "all"), message("alice", "alice", { room: "tea", own: true }), false],
])("openTerminal rings for %s, or not", (_name, told, said, rings) => {
  const seat = arrive();
  seat.show(told, said);
  expect(seat.output.written.join("").includes("\x07")).toBe(rings);
});

test("openTerminal counts in the title what is unread, but for what never calls", () => {
  const seat = arrive({ signals: { notification: "none", window: true } });
  const title = (): string | undefined =>
    seat.output.written.join("").split("\x1b]2;").at(-1)?.split("\x1b")[0];
  seat.show(
    level("milk", "off"),
    message("eve", "hi", { room: "tea" }),
    message("eve", "hi", { room: "milk" }),
  );
  expect(title()).toBe("(1) lobby · localhost:12231");
  seat.type("\x1b[O");
  seat.show(message("bob", "hi"), message("bob", "hi"));
  expect(title()).toBe("(3) lobby · localhost:12231");
  seat.type("\x1b[I");
  expect(title()).toBe("(1) lobby · localhost:12231");
  seat.show(level("lobby", "off"));
  seat.type("\x1b[O");
  seat.show(message("bob", "hi"), tea);
  expect(title()).toBe("tea · localhost:12231");
});
