/** Goodbyes in both dialects, and what a reader is still shown before one. */
import { expect, test } from "bun:test";
import { en } from "../../src/locale/en.ts";
import type { FaultCode } from "../../src/protocol/faults.ts";
import { closeTimeoutMs, faultsMax, frameTimeoutMs } from "../../src/protocol/limits.ts";
import { goodbyeItemsMax, sweepMs } from "../../src/server/limits.ts";
import type { FakeConnection } from "../support/fake-connection.ts";
import type { Room } from "../support/room.ts";
import { openRoom } from "../support/room.ts";

type End = (room: Room, session: FakeConnection) => void;

const garbage: End = (_, session) => session.send("nonsense\n".repeat(faultsMax));
const endless: End = ({ scheduler }, session) => {
  session.send('{"type":"');
  scheduler.pass(frameTimeoutMs + sweepMs);
};
const shutdown: End = ({ hub }) => void hub.stop();

test.each([
  ["too_many_faults", undefined, garbage],
  ["too_many_faults", "classic", garbage],
  ["frame_timeout", undefined, endless],
  ["frame_timeout", "classic", endless],
  ["shutting_down", undefined, shutdown],
  ["shutting_down", "classic", shutdown],
] as const)("%s is the last that is said to a session, in its dialect: %p", (code, dialect, end) => {
  const room = openRoom();
  const [session, alice] = [room.enter("session", dialect), room.enter("alice")];
  room.scheduler.pass(100);
  session.news();
  alice.say({ type: "broadcast", msg: "before the end" });
  end(room, session);
  room.scheduler.pass(1_000);
  const said = session.news();
  expect(said.map(({ msg }) => String(msg)).join()).toContain("before the end");
  const last = said.at(-1);
  if (dialect === "classic") {
    expect(last).toMatchObject({ type: "system_msg" });
    expect(String(last?.["msg"])).toEndWith(`[ SYSTEM ] : ${sentence(code)}\r\n`);
  } else expect(last).toEqual({ type: "error", code, msg: sentence(code) });
  expect(said.filter(({ msg }) => String(msg).includes(sentence(code)))).toHaveLength(1);
  expect(session.finished).toBe(true);
});

test("who comes back is told of it on the line before, last of all", () => {
  const { connect, scheduler } = openRoom();
  const [before, after] = [connect(), connect()];
  before.say({ type: "login", msg: "ann", v: 2, after: {} });
  scheduler.turns();
  const token = before.news().find(({ type }) => type === "login")?.["token"];
  before.say({ type: "ls", key: "k" });
  after.say({ type: "login", msg: "ann", v: 2, after: {}, token });
  scheduler.turns();
  expect(before.news()).toMatchObject([
    { type: "ls", key: "k" },
    { type: "error", code: "replaced" },
  ]);
  expect([before.finished, after.finished]).toEqual([true, false]);
});

/** The first message of a turn is written in it; the rest waits for the pauses. */
const shownMax = goodbyeItemsMax + 1;

test.each([
  [shownMax - 1, shownMax - 1],
  [shownMax, shownMax],
  [shownMax + 1, shownMax],
  [shownMax * 2, shownMax],
])("of %i messages a classic reader is shown %i before a goodbye", (count, shown) => {
  const { hub, enter, scheduler } = openRoom();
  const [reader, alice] = [enter("reader", "classic"), enter("alice")];
  scheduler.pass(1_000);
  reader.news();
  for (let index = 0; index < count; index += 1) alice.say({ type: "broadcast", msg: `no. ${index}` });
  void hub.stop();
  scheduler.pass(4_000);
  const said = reader.news();
  expect(said.at(-1)).toMatchObject({ type: "system_msg" });
  expect(said.slice(0, -1).map(({ msg }) => /no\. (\d+)/.exec(String(msg))?.[1])).toEqual(
    Array.from({ length: shown }, (_, index) => String(index)),
  );
  expect(reader.finished).toBe(true);
});

test("a v2 reader that is behind is shown all that was said before a goodbye, however much", () => {
  const { hub, enter, scheduler } = openRoom();
  const [reader, alice] = [enter("reader"), enter("alice")];
  reader.news();
  reader.take(0);
  const count = goodbyeItemsMax * 3;
  for (let index = 0; index < count; index += 1) {
    alice.say({ type: "broadcast", msg: `no. ${index}` });
    scheduler.turns();
  }
  reader.news();
  void hub.stop();
  scheduler.turns();
  reader.take(Number.POSITIVE_INFINITY);
  scheduler.turns();
  const said = reader.news().filter(({ type, code }) => type === "broadcast" || code !== undefined);
  expect(said.map(({ msg, code }) => code ?? msg)).toEqual([
    ...Array.from({ length: count }, (_, index) => `no. ${index}`),
    "shutting_down",
  ]);
});

test("a half-closed classic client is shown all that was said before it ended, however much", () => {
  const { enter, scheduler } = openRoom();
  const [piped, alice] = [enter("piped", "classic"), enter("alice")];
  scheduler.pass(1_000);
  piped.news();
  const count = goodbyeItemsMax * 3;
  for (let index = 0; index < count; index += 1) alice.say({ type: "broadcast", msg: `no. ${index}` });
  piped.endSending();
  scheduler.turns();
  alice.say({ type: "broadcast", msg: "too late" });
  scheduler.pass(20_000);
  const said = piped.news().map(({ msg }) => /no\. (\d+)|too late/.exec(String(msg))?.[1]);
  expect(said).toEqual(Array.from({ length: count }, (_, index) => String(index)));
  expect(piped.finished).toBe(true);
});

/** Two classic readers and somebody who has said a lot; the first is being closed, a while later the second, too. */
function twoFarewells(prepare: (first: FakeConnection, second: FakeConnection) => void) {
  const room = openRoom();
  const { enter, scheduler } = room;
  const [first, second, alice] = [enter("first", "classic"), enter("second", "classic"), enter("alice")];
  scheduler.pass(1_000);
  for (const one of [first, second]) one.news();
  prepare(first, second);
  const say = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) alice.say({ type: "broadcast", msg: `no. ${index}` });
  };
  say(0, goodbyeItemsMax);
  garbage(room, first);
  scheduler.turns();
  say(goodbyeItemsMax, goodbyeItemsMax + more);
  scheduler.pass(betweenMs);
  expect([first.finished, first.closed]).toEqual([false, false]);
  garbage(room, second);
  scheduler.turns();
  expect([first.finished, second.finished]).toEqual([false, false]);
  return { first, second, scheduler };
}

/** What only the second is still shown, and the time from one farewell to the other: more than one sweep. */
const more = 20;
const betweenMs = sweepMs + 100;

/** The numbers of the messages, and the goodbye; the answers to the garbage are left out. */
function told(session: FakeConnection): readonly string[] {
  const goodbye = sentence("too_many_faults");
  return session.news().flatMap(({ msg }) => {
    const text = String(msg);
    return text.includes(goodbye) ? ["goodbye"] : (/(?<=no\. )\d+/.exec(text) ?? []);
  });
}

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

test("of two sessions that are being closed each gets its goodbye behind its own rest, and its own deadline", () => {
  const { first, second, scheduler } = twoFarewells(() => undefined);
  scheduler.pass(closeTimeoutMs - betweenMs - sweepMs);
  expect([first.finished, second.finished]).toEqual([true, true]);
  expect(told(first)).toEqual([...numbers(goodbyeItemsMax), "goodbye"]);
  expect(told(second)).toEqual([...numbers(goodbyeItemsMax + more), "goodbye"]);
  expect([first.closed, second.closed]).toEqual([false, false]);
  scheduler.pass(2 * sweepMs);
  expect([first.closed, second.closed]).toEqual([true, false]);
  scheduler.pass(betweenMs);
  expect([first.closed, second.closed]).toEqual([true, true]);
});

test("a session that does not read its goodbye ends at its deadline and keeps nobody else's goodbye back", () => {
  const { first, second, scheduler } = twoFarewells((one) => one.take(0));
  scheduler.pass(closeTimeoutMs - betweenMs + sweepMs);
  expect([first.finished, first.closed]).toEqual([false, true]);
  expect([second.finished, second.closed]).toEqual([true, false]);
  expect(told(second).at(-1)).toBe("goodbye");
  scheduler.pass(betweenMs);
  expect(second.closed).toBe(true);
});

function sentence(code: Extract<FaultCode, "too_many_faults" | "frame_timeout" | "shutting_down">): string {
  const texts = {
    too_many_faults: en.faults.too_many_faults({ code: "too_many_faults" }),
    frame_timeout: en.faults.frame_timeout({ code: "frame_timeout" }),
    shutting_down: en.faults.shutting_down({ code: "shutting_down" }),
  };
  return texts[code];
}
