/** The hub, from bytes that come in to bytes that go out, on a clock that the test owns. */
import { expect, test } from "bun:test";
import { typingPauseMs } from "../../src/core/limits.ts";
import { classicFrameBytesMax, faultsMax } from "../../src/protocol/limits.ts";
import { answerBytesMax, requestsPerTurnMax } from "../../src/server/limits.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { openRoom, slowLog } from "../support/room.ts";

test("Hub greets with a line of plain text", () => {
  const { connect, scheduler } = openRoom();
  const alice = connect();
  scheduler.turns();
  expect(alice.text).toBe("Welcome to Tea room\r\n");
});

test("Hub shows everybody the same messages in the same order", () => {
  const { enter, scheduler } = openRoom();
  const people = ["alice", "bob", "carol"].map((nickname) => enter(nickname));
  scheduler.pass(100);
  for (const person of people) person.news();
  for (let round = 0; round < 20; round += 1) {
    for (const [index, person] of people.entries())
      person.say({ type: "broadcast", msg: `${round} ${index}`, key: `${round}` });
    if (round % 3 === 0) scheduler.turns();
  }
  scheduler.turns();
  const [first = [], ...others] = people.map((person) => person.news());
  expect(first.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  for (const other of others) expect(other).toEqual(first);
});

test("Hub writes once to each session in a turn, however much was said", () => {
  const { enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice"), enter("bob")];
  const before = bob.writes.length;
  for (let count = 0; count < 50; count += 1) alice.say({ type: "broadcast", msg: `${count}` });
  scheduler.turns();
  expect(bob.writes.length - before).toBe(1);
  expect(bob.news()).toHaveLength(50);
});

test("Hub shows a message to nobody before the log has it", () => {
  const log = slowLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  alice.say({ type: "broadcast", msg: "hello" });
  scheduler.turns();
  expect([...alice.news(), ...bob.news()]).toEqual([]);
  log.commit();
  scheduler.turns();
  expect([alice.news().length, bob.news().length]).toEqual([1, 1]);
});

test("Hub keeps notices behind the messages before them, while the log takes its time", () => {
  const log = slowLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.say({ type: "broadcast", msg: "one" });
  scheduler.turns();
  enter("carol");
  alice.say({ type: "broadcast", msg: "two" });
  scheduler.turns();
  log.commit();
  log.commit();
  scheduler.turns();
  expect(bob.news().map(({ msg }) => msg)).toEqual(["one", "carol joined the room", "two"]);
});

test("Hub tells the sender alone when the log refuses a message, with its key", () => {
  const log = slowLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  alice.say(
    { type: "broadcast", msg: "hello", key: "k" },
    { type: "sendto", nickname: "bob", msg: "psst", key: "l" },
  );
  scheduler.turns();
  log.fail();
  scheduler.turns();
  expect(alice.news()).toMatchObject([
    { type: "error", code: "storage", key: "k" },
    { type: "error", code: "storage", key: "l" },
  ]);
  expect(bob.news()).toEqual([]);
});

test("Hub acknowledges a message that comes again with its first seq, and shows it to nobody else", () => {
  const { enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  alice.say({ type: "broadcast", msg: "hello", key: "k" });
  scheduler.turns();
  alice.say({ type: "broadcast", msg: "hello", key: "k" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([
    { seq: 1, key: "k" },
    { seq: 1, key: "k", repeat: true },
  ]);
  expect(bob.news()).toHaveLength(1);
});

test("Hub gives a private message to sender and target alone", () => {
  const { enter, scheduler } = openRoom();
  const [alice, bob, carol] = [enter("alice"), enter("bob"), enter("carol")];
  for (const person of [alice, bob]) person.news();
  alice.say({ type: "sendto", nickname: "BOB", msg: "psst", key: "k" });
  scheduler.turns();
  const copy = { type: "single", from: "alice", to: "bob", msg: "psst", key: "k" };
  expect([alice.news(), bob.news()]).toMatchObject([[copy], [copy]]);
  expect(carol.news()).toEqual([]);
});

test("Hub shows notices to those who ignore the room, and messages not", () => {
  for (const dialect of [undefined, "classic"] as const) {
    const { enter, scheduler } = openRoom();
    const [alice, bob] = [enter("alice", dialect), enter("bob")];
    alice.say({ type: "ignore" });
    scheduler.pass(100);
    alice.news();
    bob.say({ type: "broadcast", msg: "unseen" });
    enter("carol");
    bob.say({ type: "broadcast", msg: "unseen" });
    scheduler.pass(100);
    alice.say({ type: "ignore" });
    scheduler.pass(100);
    bob.say({ type: "broadcast", msg: "seen" });
    scheduler.pass(100);
    expect(alice.news().map(({ type }) => type)).toEqual(["system_msg", "ignore", "broadcast"]);
  }
});

test("Hub writes one whole frame at a time to a classic session, with a pause behind it", () => {
  const { enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice", "classic"), enter("bob")];
  scheduler.pass(100);
  const before = alice.writes.length;
  for (let count = 0; count < 10; count += 1) bob.say({ type: "broadcast", msg: `${count}` });
  const writtenAt: number[] = [];
  for (let ms = 0; ms < 200; ms += 1) {
    const written = alice.writes.length;
    scheduler.pass(1);
    if (alice.writes.length > written) writtenAt.push(ms);
  }
  const frames = alice.writes.slice(before);
  expect(frames.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => classicFrameBytesMax));
  expect(frames.map((frame, index) => frame.toString().includes(`: ${index}\\r`))).not.toContain(false);
  expect(writtenAt).toHaveLength(10);
  expect(
    Math.min(...writtenAt.slice(1).map((ms, index) => ms - (writtenAt[index] ?? 0))),
  ).toBeGreaterThanOrEqual(5);
});

test("Hub reads no further while answers wait, and goes on when they are taken", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.take(0);
  const request = '{"type":"ls"}';
  const asked = 20_000;
  alice.send(request.repeat(asked));
  scheduler.pass(1000);
  expect(alice.paused).toBe(true);
  let answered = 0;
  for (let round = 0; answered < asked && round < 1000; round += 1) {
    const before = alice.bytes;
    alice.take(answerBytesMax);
    scheduler.pass(10);
    expect(alice.bytes - before).toBeLessThanOrEqual(answerBytesMax);
    answered += alice.news().length;
  }
  alice.take(Number.POSITIVE_INFINITY);
  scheduler.pass(10);
  expect(answered + alice.news().length).toBe(asked);
  expect(alice.paused).toBe(false);
});

test("Hub answers others between the requests of a flood", () => {
  const { enter, scheduler } = openRoom();
  const [mallory, alice] = [enter("mallory"), enter("alice")];
  mallory.send('{"type":"broadcast","msg":"flood"}'.repeat(requestsPerTurnMax * 3));
  alice.say({ type: "broadcast", msg: "hello" });
  scheduler.turns();
  const messages = alice.news().map(({ msg }) => msg);
  expect(messages.indexOf("hello")).toBe(requestsPerTurnMax);
  expect(messages).toHaveLength(requestsPerTurnMax * 3 + 1);
});

test("Hub answers others between the refusals of a flood, and closes nobody for them", () => {
  const { enter, scheduler } = openRoom();
  const [mallory, alice] = [enter("mallory"), enter("alice")];
  mallory.news();
  mallory.send('{"type":"broadcast","msg":""}'.repeat(requestsPerTurnMax * 3));
  alice.say({ type: "ping" });
  scheduler.turn();
  expect(alice.news()).toEqual([{ type: "pong" }]);
  expect(mallory.news().length).toBeLessThan(requestsPerTurnMax * 3);
  scheduler.turns();
  mallory.say({ type: "ping" });
  scheduler.turns();
  expect(mallory.news().at(-1)).toEqual({ type: "pong" });
  expect(mallory.finished).toBe(false);
});

test("Hub closes a session after repeated garbage, with a reason, and disturbs nobody", () => {
  const { enter, scheduler } = openRoom();
  const [mallory, alice] = [enter("mallory"), enter("alice")];
  mallory.news();
  mallory.send("garbage\n".repeat(faultsMax + 5));
  scheduler.turns();
  const codes = mallory.news().map(({ code, event }) => code ?? event);
  expect(codes).toEqual([...Array.from({ length: faultsMax }, () => "bad_json"), "leave", "too_many_faults"]);
  expect(mallory.finished).toBe(true);
  expect(alice.news()).toMatchObject([{ event: "leave", nickname: "mallory" }]);
});

test("Hub leaves no timer behind when it has stopped, which would keep the process alive or read a closed store", async () => {
  const { hub, scheduler } = openRoom();
  expect(scheduler.timersCount).toBeGreaterThan(0);
  await hub.stop();
  expect(scheduler.timersCount).toBe(0);
});

test("Hub goes on when the log's maintenance fails, and tries it again", () => {
  let tries = 0;
  const maintain = (): boolean => {
    tries += 1;
    throw new Error("disk full");
  };
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), maintain }));
  const alice = enter("alice");
  alice.say({ type: "broadcast", msg: "still here" });
  scheduler.pass(10_000);
  expect(alice.news()).toMatchObject([{ type: "broadcast", msg: "still here" }]);
  expect(tries).toBeGreaterThan(5);
});

test("Hub answers a search that the log cannot do with an error, and nobody else notices", () => {
  const search = (): never => {
    throw new Error("disk I/O error");
  };
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), search }));
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.say({ type: "search", query: "tea", key: "s" });
  bob.say({ type: "ping", key: "p" });
  scheduler.turns();
  expect(alice.news().at(-1)).toMatchObject({ type: "error", code: "storage", key: "s" });
  expect(bob.news().at(-1)).toMatchObject({ type: "pong", key: "p" });
});

test("Hub refuses a v2 login in v2, with its code and key", () => {
  const { connect, scheduler } = openRoom();
  const alice = connect();
  alice.say({ type: "login", msg: "a b", v: 2, key: "l1" });
  scheduler.turns();
  expect(alice.text).toContain('"code":"nickname_space"');
  expect(alice.text).toContain('"key":"l1"');
});

test("Hub keeps its deadlines when the clock is set back", () => {
  const { connect, scheduler } = openRoom();
  const silent = connect();
  scheduler.pass(2_000);
  scheduler.setBack(3_600_000);
  scheduler.pass(40_000);
  expect(silent.text).toContain("no login");
});

test("Hub shows who is writing at once, and keeps no sign of it for who takes nothing", () => {
  const { connect, enter, scheduler } = openRoom();
  const bob = connect();
  bob.say({ type: "login", msg: "bob", v: 2, typing: true });
  const alice = enter("alice");
  bob.news();
  const write = () => {
    alice.say({ type: "typing", room: "lobby" });
    scheduler.pass(typingPauseMs);
    return bob.news();
  };
  const sign = { type: "typing", nickname: "alice", room: "lobby" };
  expect(write()).toEqual([sign]);
  bob.take(0);
  alice.say({ type: "broadcast", msg: "hello" });
  scheduler.turns();
  for (let count = 0; count < 3; count += 1) expect(write()).toEqual([]);
  bob.take(Number.POSITIVE_INFINITY);
  scheduler.turns();
  expect(bob.news()).toEqual([expect.objectContaining({ type: "broadcast", msg: "hello" })]);
  expect(write()).toEqual([sign]);
});

test("Hub knows a session by its new nickname", () => {
  const { enter } = openRoom();
  const alice = enter("alice");
  alice.say({ type: "nick", msg: "anna" });
  expect(alice.events).toMatchObject({ nickname: "anna" });
});
