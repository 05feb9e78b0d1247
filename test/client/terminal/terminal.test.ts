/** The whole face on a real emulator: what a person sees after what was typed and what arrived. */
import { expect, test } from "bun:test";
import { escapeTimeoutMs, pasteTimeoutMs } from "../../../src/client/limits.ts";
import { closeTimeoutMs } from "../../../src/protocol/limits.ts";
import { message, sitDown } from "./harness.ts";

const online = { type: "link", link: { state: "online", nickname: "alice", server: "home" } } as const;
const offline = { type: "link", link: { state: "offline", reason: "Gone.", retryInMs: 2_500 } } as const;

test("openTerminal shows the prompt, and what is typed behind it", async () => {
  const seat = sitDown();
  seat.type("hello 你好");
  expect(await seat.lines()).toEqual(["> hello 你好"]);
  expect(await seat.output.emulator.beforeCursor()).toBe("> hello 你好");
});

test("openTerminal echoes the first key at once", async () => {
  const seat = sitDown();
  seat.clock.advance(1_000);
  seat.input.emit("data", "x");
  expect(await seat.lines()).toEqual(["> x"]);
});

test("openTerminal submits a line and empties the input", async () => {
  const seat = sitDown();
  seat.type("hello\r");
  expect(seat.submitted).toEqual(["hello"]);
  expect(await seat.lines()).toEqual([">"]);
});

test("openTerminal prints what arrives above what is being typed", async () => {
  const seat = sitDown();
  seat.type("unfin");
  seat.show(message("bob", "hi"), message("carol", "这是一个很长的句子，用来测试换行是否正确。"));
  seat.type("ished\x1b[D\x1b[D");
  expect(await seat.lines()).toEqual([
    "12:34   bob: hi",
    "12:34   carol: 这是一个很长的句子，用来",
    "               测试换行是否正确。",
    "> unfinished",
  ]);
  expect(await seat.output.emulator.beforeCursor()).toBe("> unfinish");
});

test("openTerminal keeps every line in the scrollback, once and in order", async () => {
  const seat = sitDown({ rows: 6 });
  seat.type("draft");
  for (let at = 0; at < 100; at += 1) {
    seat.face.show(message("bob", `line ${at}`));
    seat.clock.advance(at % 50);
  }
  seat.clock.advance(100);
  const expected = Array.from({ length: 100 }, (_, at) => `12:34   bob: line ${at}`);
  expect(await seat.lines()).toEqual([...expected, "> draft"]);
});

test("openTerminal wraps the input and takes the rows back", async () => {
  const seat = sitDown({ columns: 20 });
  seat.show(message("bob", "hi"));
  seat.type("0123456789012345678901234567890123456789");
  expect(await seat.lines()).toEqual([
    "12:34   bob: hi",
    "> 01234567890123456",
    "  78901234567890123",
    "  456789",
  ]);
  seat.type("\x15ok");
  expect(await seat.lines()).toEqual(["12:34   bob: hi", "> ok"]);
});

test("openTerminal keeps a paste of 200 lines as one message in half of the terminal", async () => {
  const seat = sitDown({ rows: 10 });
  const pasted = Array.from({ length: 200 }, (_, at) => `line ${at}`);
  seat.show(message("bob", "hi"));
  seat.type(`\x1b[200~${pasted.join("\r")}\r\x1b[201~`);
  const question = "Enter sends 200 lines, Esc goes back t…";
  const shown = [question, "^ line 196", "  line 197", "  line 198", "  line 199"];
  expect(await seat.lines()).toEqual(["12:34   bob: hi", ...shown]);
  expect(seat.submitted).toEqual([]);
  seat.type("\r");
  expect(seat.submitted).toEqual([pasted.join("\n")]);
  expect(await seat.lines()).toEqual(["12:34   bob: hi", ">"]);
});

test("openTerminal takes a paste without an end as it is, after a while", () => {
  const seat = sitDown();
  seat.type("\x1b[200~one");
  seat.clock.advance(pasteTimeoutMs);
  seat.type("\r");
  expect(seat.submitted).toEqual(["one"]);
});

test("openTerminal does not join an Escape with what is typed later", () => {
  const seat = sitDown();
  seat.input.emit("data", "\x1b");
  seat.clock.advance(escapeTimeoutMs);
  seat.type("[A\r");
  expect(seat.submitted).toEqual(["[A"]);
  seat.input.emit("data", "\x1b");
  seat.input.emit("data", "[A");
  seat.clock.advance(escapeTimeoutMs - 1);
  expect(seat.clock.timers).toBe(0);
});

test.each([
  [60, 20],
  [60, 33],
  [20, 60],
  [40, 21],
])("openTerminal draws the input anew when the width goes from %i to %i", async (before, after) => {
  const seat = sitDown({ columns: before, rows: 20 });
  const text = "the quick brown 你好你好 fox jumps over the lazy dog";
  seat.show(message("bob", "hi"));
  seat.show({ type: "link", link: { state: "connecting" } });
  seat.type(text);
  await seat.output.resize(after, 20);
  seat.clock.advance(100);
  const fresh = sitDown({ columns: after, rows: 20 });
  fresh.show(message("bob", "hi"));
  fresh.show({ type: "link", link: { state: "connecting" } });
  fresh.type(text);
  expect(await seat.lines()).toEqual(await fresh.lines());
  expect(await seat.output.emulator.beforeCursor()).toBe(await fresh.output.emulator.beforeCursor());
});

test("openTerminal survives every width, one after the other", async () => {
  const seat = sitDown({ columns: 60, rows: 24 });
  seat.show(message("bob", "hi"));
  seat.type("the quick brown 你好你好 fox jumps over the lazy dog");
  for (const columns of [59, 47, 31, 20, 24, 35, 22, 50, 60]) {
    await seat.output.resize(columns, 24);
    seat.clock.advance(100);
  }
  seat.type("\x15");
  expect(await seat.lines()).toEqual(["12:34   bob: hi", ">"]);
});

test("openTerminal works in a terminal of 20 columns and 4 rows", async () => {
  const seat = sitDown({ columns: 20, rows: 4 });
  seat.show(message("a-very-long-nickname", "one two three"));
  seat.type("0123456789012345678901234567890123456789012345");
  expect(await seat.lines()).toEqual([
    "12:34",
    "  a-very-long-nickna",
    "  me: one two three",
    "^ 78901234567890123",
    "  456789012345",
  ]);
});

test("openTerminal shows a lost link above the input, and counts down", async () => {
  const seat = sitDown();
  seat.type("hi");
  seat.face.show(offline);
  seat.clock.advance(100);
  expect(await seat.lines()).toEqual(["Trying again in 3 s; go on typing", "> hi"]);
  seat.clock.advance(1_000);
  expect((await seat.lines())[0]).toStartWith("Trying again in 2 s");
  seat.clock.advance(10_000);
  expect((await seat.lines())[0]).toStartWith("Trying again in 0 s");
  expect(seat.clock.timers).toBe(0);
});

test("openTerminal takes the status away when the link is back, and says so once", async () => {
  const seat = sitDown({ columns: 80 });
  seat.show({ type: "link", link: { state: "connecting" } });
  expect(await seat.lines()).toEqual(["Connecting to localhost:12231 …", ">"]);
  seat.show(online, message("bob", "hi alice"));
  expect(await seat.lines()).toEqual([
    "      - You are alice in home. /help shows what you can type.",
    "12:34 @ bob: hi alice",
    "lobby",
    ">",
  ]);
});

test("openTerminal completes the nicknames it was told", async () => {
  const seat = sitDown();
  seat.face.setNicknames(["bob"]);
  seat.type("@b\t/x");
  expect(await seat.lines()).toEqual(["> @bob /x"]);
});

test("openTerminal lets nothing from the network move the cursor", async () => {
  const seat = sitDown();
  seat.type("draft");
  seat.show(message("bob", "a\x1b[2J\x1b[Hb\x1b[?1049hc\rd"));
  expect(await seat.lines()).toEqual(["12:34   bob: abc", "             d", "> draft"]);
});

test("openTerminal writes no colours when they are not wanted", () => {
  const seat = sitDown();
  seat.show(message("bob", "hi"), online);
  // oxlint-disable-next-line no-control-regex -- what a terminal is sent
  expect(seat.output.written.join("")).not.toMatch(/\x1b\[[\d;]*m/);
});

test("openTerminal asks to leave on Ctrl-C on an empty line only", () => {
  const seat = sitDown();
  seat.type("x\x03");
  expect(seat.left()).toBe(0);
  seat.type("\x03");
  expect(seat.left()).toBe(1);
});

test.each(["error", "close"])(
  "openTerminal asks to leave once when the terminal is gone: %s",
  async (event) => {
    const seat = sitDown();
    seat.output.emit(event, new Error("EPIPE"));
    seat.output.emit("error", new Error("EPIPE"));
    seat.input.emit("end");
    const { length } = seat.output.written;
    seat.show(message("bob", "hi"));
    await seat.face.close();
    expect([seat.left(), seat.output.written.length - length, seat.input.raw]).toEqual([1, 0, false]);
  },
);

test("openTerminal says how much a terminal that stood still has missed", async () => {
  const seat = sitDown({ columns: 80 });
  seat.output.takes = false;
  seat.type("x");
  for (let at = 0; at <= 5_000; at += 1) seat.face.show(message("bob", `line ${at}`));
  seat.output.takes = true;
  seat.output.emit("drain");
  seat.clock.advance(100);
  const lines = await seat.lines();
  expect(lines[0]).toBe("      - The terminal stood still: 2501 messages are not shown here.");
  expect([lines[1], lines.at(-2)]).toEqual(["12:34   bob: line 2501", "12:34   bob: line 5000"]);
});

test("openTerminal takes raw mode and bracketed paste; close gives all back", async () => {
  const seat = sitDown();
  expect([seat.input.raw, seat.input.paused]).toEqual([true, false]);
  expect(seat.output.written[0]).toBe("\x1b[?2004h");
  await seat.face.close();
  expect([seat.input.raw, seat.input.paused, seat.input.listenerCount("data")]).toEqual([false, true, 0]);
  expect(seat.output.written.at(-1)).toBe("\x1b[?2004l\x1b[?7h\x1b[?25h");
  expect(seat.clock.timers).toBe(0);
});

test("close prints what waits and leaves an empty row for the shell", async () => {
  const seat = sitDown();
  seat.type("a draft that takes more than one row of this terminal");
  for (let at = 0; at < 3; at += 1) seat.face.show(message("bob", `line ${at}`));
  await seat.face.close();
  seat.output.emulator.write("$ ");
  expect(await seat.lines()).toEqual([
    "12:34   bob: line 0",
    "12:34   bob: line 1",
    "12:34   bob: line 2",
    "$",
  ]);
});

test("close does not wait for ever for a terminal that takes nothing", async () => {
  const seat = sitDown();
  seat.output.write = () => false;
  const closed = seat.face.close();
  seat.clock.advance(closeTimeoutMs);
  await closed;
  expect(seat.input.raw).toBe(false);
});

test("openTerminal clears the screen, and what was on it stays in the scrollback", async () => {
  const seat = sitDown({ rows: 6 });
  for (let at = 0; at < 3; at += 1) seat.show(message("bob", `line ${at}`));
  seat.show(message("bob", "last"), { type: "clear" });
  seat.type("draft");
  expect(await seat.output.emulator.screen()).toEqual(["", "> draft"]);
  expect((await seat.lines()).filter(Boolean)).toEqual([
    "12:34   bob: line 0",
    "12:34   bob: line 1",
    "12:34   bob: line 2",
    "12:34   bob: last",
    "> draft",
  ]);
  seat.show(message("bob", "next"));
  await seat.output.resize(30, 6);
  seat.clock.advance(100);
  expect(await seat.output.emulator.screen()).toEqual(["", "12:34   bob: next", "> draft"]);
});

test("openTerminal shows the last messages once more, at the width as it is", async () => {
  const seat = sitDown({ rows: 7 });
  seat.show(message("bob", "one two three"));
  await seat.output.resize(20, 7);
  seat.clock.advance(100);
  seat.type("\f");
  expect(await seat.output.emulator.screen()).toEqual(["", "12:34   bob: one two", "  three", ">"]);
});
