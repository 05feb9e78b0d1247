/** A session's last words: what arrives before a connection is closed. */
import { expect, test } from "bun:test";
import { en } from "../../src/locale/en.ts";
import { JsonCodec } from "../../src/protocol/json-codec.ts";
import { closeTimeoutMs } from "../../src/protocol/limits.ts";
import type { Decoded } from "../../src/protocol/requests.ts";
import { requestsPerTurnMax, sweepMs } from "../../src/server/limits.ts";
import type { FakeConnection } from "../support/fake-connection.ts";
import { lastingStore } from "../support/lasting-store.ts";
import type { Room } from "../support/room.ts";
import { openRoom, slowLog } from "../support/room.ts";

test("a half-closed client gets the answers to what it asked, and its messages are said", () => {
  const { enter, scheduler } = openRoom();
  const [piped, alice] = [enter("piped"), enter("alice")];
  piped.news();
  piped.say(
    { type: "broadcast", msg: "one", key: "1" },
    { type: "ls", key: "2" },
    { type: "ping", key: "3" },
  );
  piped.endSending();
  scheduler.turns();
  expect(new Set(piped.news().map(({ key }) => key))).toEqual(new Set(["1", "2", "3"]));
  expect(piped.finished).toBe(true);
  expect(alice.news()).toMatchObject([{ msg: "one" }]);
});

test("a half-closed client that asked more than a turn allows gets all its answers", () => {
  const { enter, scheduler } = openRoom();
  const piped = enter("piped");
  const asked = requestsPerTurnMax * 3 + 7;
  piped.send('{"type":"ping"}'.repeat(asked));
  piped.endSending();
  scheduler.turns();
  expect(piped.news()).toHaveLength(asked);
  expect(piped.finished).toBe(true);
});

test("a half-closed client that reads slowly gets all its answers", () => {
  const { enter, scheduler } = openRoom();
  const piped = enter("piped");
  const asked = 20_000;
  piped.take(0);
  piped.send('{"type":"ping"}'.repeat(asked));
  piped.endSending();
  for (let round = 0; round < 200; round += 1) {
    scheduler.turns();
    if (!piped.finished) piped.take(10_000);
  }
  expect(piped.news()).toHaveLength(asked);
  expect(piped.finished).toBe(true);
});

test("a half-closed client is written to no more once it is finished", () => {
  const { enter, scheduler } = openRoom();
  const [piped, classic, alice] = [enter("piped"), enter("classic", "classic"), enter("alice")];
  for (const person of [piped, classic]) person.endSending();
  scheduler.pass(100);
  const before = [piped.bytes, classic.bytes];
  alice.say({ type: "broadcast", msg: "too late" });
  scheduler.pass(100);
  expect([piped.bytes, classic.bytes]).toEqual(before);
});

test("stop tells everybody, finishes each behind what waited, and resolves when all are gone", async () => {
  const { hub, enter, connect, scheduler } = openRoom();
  const [alice, bob, stranger] = [enter("alice"), enter("bob", "classic"), connect()];
  alice.news();
  bob.news();
  alice.say({ type: "ls", key: "k" });
  const stopped = hub.stop();
  scheduler.pass(100);
  expect(alice.news()).toMatchObject([
    { type: "ls", key: "k" },
    { type: "error", code: "shutting_down" },
  ]);
  expect(bob.news()).toMatchObject([{ type: "system_msg" }]);
  expect(stranger.news()).toMatchObject([{ type: "system_msg" }]);
  for (const person of [alice, bob, stranger]) {
    expect(person.finished).toBe(true);
    person.hangUp();
  }
  await stopped;
});

test("stop shows what was said in its turn before the goodbye", () => {
  const { hub, enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  alice.say({ type: "broadcast", msg: "last words", key: "k" });
  void hub.stop();
  scheduler.pass(100);
  expect(bob.news()).toMatchObject([{ msg: "last words" }, { code: "shutting_down" }]);
  expect(alice.news()).toMatchObject([{ msg: "last words", key: "k" }, { code: "shutting_down" }]);
});

test("stop handles no request that waits for another turn", () => {
  const { hub, enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  alice.send('{"type":"ping"}'.repeat(2 * requestsPerTurnMax));
  void hub.stop();
  scheduler.pass(100);
  const said = alice.news();
  expect(said.filter(({ type }) => type === "pong")).toHaveLength(requestsPerTurnMax);
  expect(said.at(-1)).toMatchObject({ code: "shutting_down" });
});

test("stop handles nothing that waited for the store behind a topic", async () => {
  const log = slowLog();
  const { hub, enter, scheduler } = openRoom(log.open);
  const alice = enter("alice");
  alice.news();
  alice.say({ type: "topic", msg: "tea", key: "k" }, { type: "ping", key: "late" });
  scheduler.turns();
  void hub.stop();
  log.commit();
  scheduler.turns();
  await new Promise(setImmediate);
  scheduler.turns();
  expect(alice.news().map(({ type, key, code }) => [type, key, code])).toEqual([
    ["topic", "k", undefined],
    ["system_msg", undefined, undefined],
    ["error", undefined, "shutting_down"],
  ]);
});

test("stop says goodbye when the store has decided, not before, however long that takes", async () => {
  const log = slowLog();
  const { hub, enter, scheduler } = openRoom(log.open);
  const alice = enter("alice");
  alice.say({ type: "broadcast", msg: "hi", key: "k" });
  scheduler.turns();
  alice.news();
  void hub.stop();
  await new Promise(setImmediate);
  scheduler.turns();
  expect([alice.news(), alice.finished]).toEqual([[], false]);
  log.commit();
  await new Promise(setImmediate);
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ key: "k", seq: 1 }, { code: "shutting_down" }]);
});

test("stop ends after its deadline, though nobody reads", async () => {
  const { hub, enter, scheduler } = openRoom();
  const dead = enter("dead");
  dead.take(0);
  const stopped = hub.stop();
  scheduler.pass(closeTimeoutMs + 2 * sweepMs);
  await stopped;
  expect(dead.closed).toBe(true);
});

test("stop stores what the store refused before, if it takes it again before everybody is gone", async () => {
  const store = lastingStore();
  const { hub, connect, scheduler } = openRoom((listener) => store.open(listener));
  const alice = connect();
  store.setBroken(true);
  alice.say({ type: "login", msg: "alice", v: 2, after: {} });
  const stopped = hub.stop();
  scheduler.turns();
  store.setBroken(false);
  alice.hangUp();
  await stopped;
  expect(store.log.records()).toMatchObject([{ type: "holder", nickname: "alice" }]);
});

test("stop resolves at once when nobody is connected", async () => {
  await openRoom().hub.stop();
});

test("nothing is read of a session that hung up while its requests waited", () => {
  const { enter, scheduler } = openRoom();
  const [mallory, alice] = [enter("mallory"), enter("alice")];
  mallory.send('{"type":"broadcast","msg":"flood"}'.repeat(requestsPerTurnMax + 1));
  mallory.hangUp();
  scheduler.turns();
  expect(alice.news().filter(({ type }) => type === "broadcast")).toHaveLength(requestsPerTurnMax);
  expect(mallory.paused).toBe(true);
});

/** A codec that counts what it is given, and holds to its port: no chunk before it has read the last one. */
class CountingCodec extends JsonCodec {
  chunks = 0;
  #isRead = true;

  override push(chunk: Uint8Array): void {
    if (!this.#isRead) throw new Error("pushed before the last chunk was read");
    this.chunks += 1;
    this.#isRead = false;
    super.push(chunk);
  }

  override next(): Decoded | undefined {
    const decoded = super.next();
    this.#isRead = decoded === undefined;
    return decoded;
  }
}

test.each([
  [
    "it has left",
    (session: FakeConnection) => session.say({ type: "leave", room: "lobby" }, { type: "ping" }),
  ],
  ["the server waits for its store to stop", (_: FakeConnection, { hub }: Room) => void hub.stop()],
])("nothing that a session sends is kept once %s", (_, end) => {
  const room = openRoom(slowLog().open);
  const codec = new CountingCodec(en);
  const alice = room.connect(codec);
  alice.say({ type: "login", msg: "alice", v: 2 }, { type: "broadcast", msg: "wait" });
  alice.take(0);
  room.scheduler.turns();
  end(alice, room);
  const { chunks } = codec;
  for (let round = 0; round < 3; round += 1) {
    alice.send("x".repeat(1_000));
    room.scheduler.turns();
  }
  expect(chunks).toBeGreaterThan(0);
  expect([codec.chunks, alice.closed]).toEqual([chunks, false]);
});

test("what is held back is pushed to the codec only when it has read what was before", () => {
  const { connect, scheduler } = openRoom();
  const alice = connect(new CountingCodec(en));
  alice.say({ type: "login", msg: "alice", v: 2 });
  for (let round = 0; round < 5; round += 1) {
    alice.send('{"type":"ping"}'.repeat(requestsPerTurnMax + 1));
    expect(alice.paused).toBe(true);
    scheduler.turns();
  }
  expect(alice.news().filter(({ type }) => type === "pong")).toHaveLength(5 * (requestsPerTurnMax + 1));
});
