/** Every message gets its sender one answer, whatever happens in the same turn; also when the store refuses it. */
import { getLogger } from "@logtape/logtape";
import { expect, test } from "bun:test";
import { holdersMax } from "../../src/base/limits.ts";
import { messageBytesMax, noticeMembersMax, roomsPerSessionMax } from "../../src/protocol/limits.ts";
import { answerBytesMax, requestsPerTurnMax, creditLimits } from "../../src/server/limits.ts";
import { memoryLog } from "../../src/log/memory.ts";
import type { DurableRecord } from "../../src/protocol/durable-record.ts";
import { Credits } from "../../src/server/credits.ts";
import { Pipeline } from "../../src/server/pipeline.ts";
import { StoreHealth } from "../../src/server/store-health.ts";
import { lastingStore } from "../support/lasting-store.ts";
import { record } from "../support/proposals.ts";
import { openRoom } from "../support/room.ts";

test("a sender that leaves the room in the same turn gets its acknowledgement", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.say({ type: "join", room: "tea" });
  scheduler.turns();
  alice.news();
  alice.say({ type: "broadcast", room: "tea", msg: "bye", key: "k" }, { type: "leave", room: "tea" });
  scheduler.turns();
  expect(alice.news().filter(({ key }) => key === "k")).toMatchObject([
    { type: "broadcast", room: "tea", seq: 1, msg: "bye", repeat: true },
  ]);
});

test("a sender that ignores the lobby in the same turn gets its acknowledgement", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  alice.say({ type: "broadcast", msg: "enough", key: "k" }, { type: "ignore" });
  scheduler.turns();
  expect(alice.news().filter(({ key }) => key === "k")).toMatchObject([{ seq: 1, repeat: true }]);
});

test("a sender that leaves altogether in the same turn gets its acknowledgement before the line ends", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  alice.say({ type: "broadcast", msg: "bye", key: "k" }, { type: "leave", room: "lobby" });
  scheduler.turns();
  expect(alice.news().filter(({ key }) => key === "k")).toMatchObject([{ seq: 1, msg: "bye" }]);
  expect(alice.finished).toBe(true);
});

test("a private message is acknowledged by the sender's own copy, once", () => {
  const { enter, scheduler } = openRoom();
  const [alice] = [enter("alice"), enter("bob")];
  alice.news();
  for (let time = 0; time < 2; time += 1) {
    alice.say({ type: "sendto", nickname: "bob", msg: "psst", key: "k" });
    scheduler.turns();
  }
  expect(alice.news().map(({ seq, repeat }) => ({ seq, repeat }))).toEqual([
    { seq: 1, repeat: undefined },
    { seq: 1, repeat: true },
  ]);
});

test("while the store refuses, senders are told under their keys, and readers go on reading", () => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const [alice, bob] = [enter("alice"), enter("bob")];
  bob.take(30);
  for (const msg of ["one", "two"]) alice.say({ type: "broadcast", msg });
  scheduler.turns();
  store.setBroken(true);
  alice.news();
  alice.say({ type: "broadcast", msg: "lost", key: "k" }, { type: "ping", key: "l" });
  scheduler.turns();
  expect(alice.news().map(({ type, code, key }) => [type, code, key])).toEqual([
    ["pong", undefined, "l"],
    ["error", "storage", "k"],
  ]);
  bob.take(Number.POSITIVE_INFINITY);
  expect(bob.news().map(({ msg }) => msg)).toEqual(["one", "two"]);
  alice.say({ type: "history", limit: 5 });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ entries: [{ msg: "one" }, { msg: "two" }] }]);
});

test("a message that was refused goes in under the same key when the store takes messages again", () => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  for (const broken of [true, false]) {
    store.setBroken(broken);
    alice.say({ type: "broadcast", msg: "again", key: "k" });
    scheduler.turns();
  }
  expect(alice.news()).toMatchObject([{ code: "storage" }, { seq: 1, msg: "again", key: "k" }]);
  expect(bob.news()).toMatchObject([{ seq: 1, msg: "again" }]);
});

test("comings and goings are shown while the store refuses", () => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const alice = enter("alice");
  alice.news();
  store.setBroken(true);
  const bob = enter("bob");
  bob.hangUp();
  scheduler.turns();
  expect(alice.news().map(({ event }) => event)).toEqual(["join", "leave"]);
});

test("answers that nobody takes stop the reading: the bound, and what the requests of one turn have made", () => {
  const { enter, scheduler } = openRoom();
  const mallory = enter("mallory");
  mallory.say({ type: "broadcast", msg: "x".repeat(1_000), key: "k" });
  scheduler.turns();
  const before = mallory.bytes;
  mallory.take(0);
  const perTurn = 20;
  let sent = 0;
  while (!mallory.paused && sent < requestsPerTurnMax * 10) {
    for (let count = 0; count < perTurn && !mallory.paused; count += 1) {
      mallory.say({ type: "broadcast", msg: "again", key: "k" });
      sent += 1;
    }
    scheduler.turns();
  }
  expect(mallory.paused).toBe(true);
  mallory.take(answerBytesMax);
  const most = answerBytesMax + perTurn * 1_200;
  expect(sent * 1_000).toBeLessThan(most);
  mallory.take(Number.POSITIVE_INFINITY);
  expect(mallory.bytes - before).toBeLessThan(most);
});

test.each([
  [noticeMembersMax, true],
  [noticeMembersMax + 1, false],
])(
  "who comes as the member no. %i, and goes, is told to v2 sessions: %p, to classic ones always",
  (count, told) => {
    const { enter, scheduler } = openRoom();
    const [v2, classic] = [enter("v2"), enter("classic", "classic")];
    for (let index = 3; index < count; index += 1)
      enter(`n${index}`, index % 2 === 0 ? "classic" : undefined);
    scheduler.pass(10_000);
    for (const one of [v2, classic]) one.news();
    const last = enter("last");
    last.hangUp();
    scheduler.pass(1_000);
    const comings = ["last joined the room", "last left the room"];
    const news = v2.news().filter(({ type }) => type !== "ping");
    expect(news.map(({ msg }) => msg)).toEqual(told ? comings : []);
    expect(classic.news().map(({ msg }) => String(msg).split(" : ").at(-1)?.trim())).toEqual(comings);
  },
);

test("in a crowd without classic sessions, comings are told to nobody, and messages to all", () => {
  const { enter, scheduler } = openRoom();
  const people = Array.from({ length: noticeMembersMax + 1 }, (_, index) => enter(`n${index}`));
  for (const one of people) one.news();
  const last = enter("last");
  last.say({ type: "broadcast", msg: "hello" });
  scheduler.turns();
  for (const one of people) expect(one.news().map(({ msg }) => msg)).toEqual(["hello"]);
});

test("a login that names 64 rooms and the mailbox reads on in all of them", () => {
  const { connect, enter, scheduler } = openRoom();
  const names = ["lobby", ...Array.from({ length: roomsPerSessionMax - 1 }, (_, index) => `r${index}`)];
  const [ann, bob] = [connect(), enter("bob")];
  const login = {
    type: "login",
    msg: "ann",
    v: 2,
    after: Object.fromEntries(names.map((name) => [name, 0])),
  };
  ann.say(login);
  scheduler.turns();
  const token = ann.news().find(({ type }) => type === "login")?.["token"];
  ann.hangUp();
  scheduler.turns();
  for (const room of names)
    bob.say(
      { type: "join", room },
      { type: "broadcast", room, msg: "hello" },
      { type: "leave", room: room === "lobby" ? "" : room },
    );
  bob.say({ type: "sendto", nickname: "ann", msg: "psst" });
  scheduler.turns();
  const again = connect();
  again.say({ ...login, token, after: { ...login.after, "@": 0 } });
  scheduler.turns();
  const said = again
    .news()
    .flatMap(({ msg, room }) => (msg === "hello" ? [String(room)] : msg === "psst" ? ["@"] : []));
  expect(said.toSorted()).toEqual([...names, "@"].toSorted());
});

test("a login that names a 65th room is refused as a whole, and is told why", () => {
  const { connect, scheduler } = openRoom();
  const ann = connect();
  const names = Array.from({ length: roomsPerSessionMax + 1 }, (_, index) => `r${index}`);
  const after = Object.fromEntries([...names, "@"].map((name) => [name, 0]));
  ann.say({ type: "login", msg: "ann", v: 2, after, key: "l" });
  scheduler.turns();
  expect(ann.news()).toMatchObject([
    { type: "login", success: false, code: "bad_field", field: "after", key: "l" },
  ]);
});

function holder(index: number): DurableRecord {
  return { type: "holder", folded: `n${index}`, nickname: `N${index}`, identity: `${index}`, time: 0 };
}

/** A pipeline whose store refuses everything, and the nicknames of the holders in each batch. */
function refusing() {
  const batches: (readonly string[])[] = [];
  const credits = new Credits(creditLimits);
  const pipeline = new Pipeline({
    openLog: (listener) => ({
      ...memoryLog(listener),
      propose(proposals) {
        batches.push(
          proposals.map((one) => ("record" in one && "nickname" in one.record ? one.record.nickname : "")),
        );
        listener.failed(
          new Error("the disk is full"),
          proposals.map(() => ({ outcome: "failed" })),
        );
      },
    }),
    apply: () => new Map(),
    applyForeign: () => new Map(),
    outletOf: () => undefined,
    storeHealth: new StoreHealth(getLogger("test"), () => 0),
    credits,
    proposed: () => undefined,
    settled: () => undefined,
    scheduleTurnEnd: () => undefined,
  });
  const propose = (...records: readonly DurableRecord[]) => {
    for (const one of records) pipeline.turn.add({ type: "propose", proposal: record(one) });
    pipeline.endTurn();
    return batches.at(-1) ?? [];
  };
  return { propose, batches, pipeline };
}

test("Pipeline keeps records that the store refused for the next that it is given, unless there is a newer one", () => {
  const { propose, batches, pipeline } = refusing();
  expect(propose(holder(1), holder(2))).toEqual(["N1", "N2"]);
  const newer: DurableRecord = { type: "holder", folded: "n1", nickname: "n1", identity: "1", time: 0 };
  expect(propose(newer)).toEqual(["n1", "N2"]);
  expect(propose(holder(3)).toSorted()).toEqual(["N2", "N3", "n1"]);
  pipeline.turn.add({ type: "notice", notice: { event: "join", room: "lobby", nickname: "ann", time: 0 } });
  pipeline.endTurn();
  expect(batches).toHaveLength(3);
});

test.each([
  [holdersMax, 0],
  [holdersMax + 1, 1],
])("of %i records that the store refused, Pipeline forgets the oldest %i", (count, forgotten) => {
  const { propose } = refusing();
  propose(...Array.from({ length: count }, (_, index) => holder(index)));
  const retried = propose(holder(-1));
  expect([retried.length, retried[0], retried[1]]).toEqual([holdersMax + 1, "N-1", `N${forgotten}`]);
});

test("a few bytes that send a long message again do not cost its text each time while answers wait", () => {
  const { enter, scheduler } = openRoom();
  const mallory = enter("mallory");
  mallory.say({ type: "broadcast", msg: "x".repeat(messageBytesMax), key: "k" });
  scheduler.turns();
  const before = mallory.bytes;
  mallory.take(0);
  const resends = 1_000;
  mallory.send('{"type":"broadcast","msg":"x","key":"k"}'.repeat(resends));
  scheduler.turns();
  mallory.take(Number.POSITIVE_INFINITY);
  scheduler.turns();
  expect(mallory.news().filter(({ repeat }) => repeat === true)).toHaveLength(resends);
  expect(mallory.bytes - before).toBeLessThan(answerBytesMax + 2 * messageBytesMax + resends * 200);
});

test("Pipeline does not try a record again whose refusal was told to somebody", () => {
  const { propose, batches, pipeline } = refusing();
  const topic: DurableRecord = { type: "topic", room: "tea", topic: "green" };
  const change = { session: 1, nickname: "ann", key: undefined, time: 0 };
  pipeline.turn.add({ type: "propose", proposal: { ...record(topic), change } });
  pipeline.endTurn();
  expect(propose(holder(1))).toEqual(["N1"]);
  expect(batches).toHaveLength(2);
});
