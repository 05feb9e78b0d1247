/** Bell, notifications and the window's title. */
import { expect, test } from "bun:test";
import type { Signals } from "../../../../src/client/terminal/screen/attention.ts";
import { Attention, bellOnly } from "../../../../src/client/terminal/screen/attention.ts";
import { callPauseMs } from "../../../../src/client/limits.ts";
import { FakeClock, message, sitDown } from "../harness.ts";

const mention = message("bob", "hi alice");
const calling = { rings: true, counts: true };
const bell = "\x07";

function open(signals: Signals): { attention: Attention; clock: FakeClock; take: () => string } {
  const clock = new FakeClock();
  const attention = new Attention(signals, clock);
  return { attention, clock, take: () => attention.take("lobby", "home:1", 0) };
}

test("Attention rings once a second at most", () => {
  const { attention, clock, take } = open(bellOnly);
  for (let at = 0; at < 100; at += 1) attention.notice(mention, calling);
  expect([take(), take()]).toEqual([bell, ""]);
  clock.advance(callPauseMs - 1);
  attention.notice(mention, calling);
  expect(take()).toBe("");
  clock.advance(1);
  attention.notice(mention, calling);
  expect(take()).toBe(bell);
});

test("Attention is quiet about what does not call", () => {
  const { attention, take } = open(bellOnly);
  attention.notice(mention, { rings: false, counts: true });
  expect(take()).toBe("");
});

test.each([
  ["osc9", "\x07\x1b]9;chat · lobby · a,b;4;c: hi alice d\x1b\\"],
  ["osc777", "\x07\x1b]777;notify;chat · lobby;a,b,4,c: hi alice d\x1b\\"],
] as const)(
  "Attention tells a terminal by %s, with nothing in it that ends or divides it",
  (notification, text) => {
    const { attention, take } = open({ notification, window: false });
    attention.notice(message("a,b;4;c", "hi alice\x07\x1b]0;x\x07\nd"), calling);
    expect(take()).toBe(text);
  },
);

test("Attention shows nobody a notification who looks at it", () => {
  const { attention, take } = open({ notification: "osc9", window: false });
  attention.focus(true);
  attention.notice(mention, calling);
  expect(take()).toBe(bell);
});

test("Attention counts in the title what came while nobody looked", () => {
  const { attention, take } = open({ notification: "none", window: true });
  const title = (text: string): string => `\x1b]2;${text}\x1b\\`;
  expect([take(), take()]).toEqual([title("lobby · home:1"), ""]);
  attention.notice(message("bob", "one"), calling);
  expect(take()).toBe(bell);
  attention.focus(false);
  attention.notice(message("bob", "two"), { rings: false, counts: true });
  attention.notice(message("bob", "elsewhere"), { rings: false, counts: false });
  attention.notice(message("bob", "three"), { rings: false, counts: true });
  expect(take()).toBe(title("(2) lobby · home:1"));
  expect(attention.take("lobby", "home:1", 3)).toBe(title("(5) lobby · home:1"));
  attention.focus(true);
  expect(attention.take("lobby", "home:1", 3)).toBe(title("(3) lobby · home:1"));
  expect(attention.take("a\x1b]2;evil\x07\nb", "home:1", 0)).toBe(title("a b · home:1"));
});

test("Attention forgets nothing unread when it is told once more that nobody looks", () => {
  const { attention, take } = open({ notification: "none", window: true });
  attention.focus(false);
  attention.notice(mention, { rings: false, counts: true });
  attention.focus(false);
  attention.notice(mention, { rings: false, counts: true });
  expect(take()).toBe("\x1b]2;(2) lobby · home:1\x1b\\");
});

test("Attention lets no room's name divide a notification", () => {
  const { attention, take } = open({ notification: "osc777", window: false });
  attention.notice(message("bob", "hi", { room: "tea;milk" }), calling);
  expect(take()).toBe("\x07\x1b]777;notify;chat · tea,milk;bob: hi\x1b\\");
});

test("Attention saves the title, and gives it back", () => {
  const { attention, take } = open({ notification: "none", window: true });
  expect([attention.open, attention.close]).toEqual([
    "\x1b[22;2t\x1b[?1004h",
    "\x1b[?1004l\x1b]2;\x1b\\\x1b[23;2t",
  ]);
  // Taken again after it was given back, the title is another.
  take();
  expect(attention.close + take()).toEndWith("\x1b]2;lobby · home:1\x1b\\");
});

test("Attention leaves the window of an unknown terminal alone", () => {
  const { attention, take } = open(bellOnly);
  expect([attention.open, take(), attention.close]).toEqual(["", "", ""]);
});

test("openTerminal rings with the frame that shows what it rings for, and only then", async () => {
  const signals = { notification: "osc777", window: true } as const;
  const seat = sitDown({ columns: 80, signals });
  expect(seat.output.written[0]).toBe("\x1b[?2004h\x1b[22;2t\x1b[?1004h");
  seat.show({ type: "link", link: { state: "online", nickname: "alice", server: "home" } });
  seat.show({ type: "past", room: "lobby", messages: [mention] });
  seat.type("\x1b[O");
  expect(seat.output.written.join("")).not.toContain(bell);
  seat.show(mention);
  const frame = seat.output.written.at(-1) ?? "";
  expect(frame).toContain("@ bob: hi alice");
  expect(frame).toEndWith(
    "\x07\x1b]777;notify;chat · lobby;bob: hi alice\x1b\\\x1b]2;(1) lobby · localhost:12231\x1b\\",
  );
  seat.type("\x1b[I");
  expect(seat.output.written.at(-1)).toEndWith("\x1b]2;lobby · localhost:12231\x1b\\");
  await seat.face.close();
  expect(seat.output.written.at(-1)).toStartWith("\x1b[?1004l\x1b]2;\x1b\\\x1b[23;2t");
});
