/** What becomes of messages and records at the bounds of a store: it fails, a log is full, entries were deleted. */
import { expect, test } from "bun:test";
import { renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "../../src/base/store-error.ts";
import { overtakingMs } from "../../src/core/limits.ts";
import { busyTimeoutMs, lockPauseMsMax, seqMax } from "../../src/log/limits.ts";
import { newestSchema } from "../../src/log/migrations.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { storeCheckMs } from "../../src/server/limits.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";
import { lastingStore } from "../support/lasting-store.ts";
import { openRoom, slowLog } from "../support/room.ts";
import type { OpenStore } from "../support/sqlite-store.ts";
import { StoreFolders, databaseIn, draft, openStore, textsOf } from "../support/sqlite-store.ts";
import { statementsThatWait } from "../support/waiting-statements.ts";

test("who came while the store failed is remembered with the next batch that is stored", () => {
  const store = lastingStore();
  const { connect, scheduler } = openRoom((listener) => store.open(listener));
  store.setBroken(true);
  const alice = connect();
  alice.say({ type: "login", msg: "alice", v: 2, after: {} }, { type: "nick", msg: "anna" });
  scheduler.turns();
  alice.say({ type: "broadcast", msg: "lost" });
  scheduler.turns();
  expect(store.log.records()).toEqual([]);
  store.setBroken(false);
  alice.say({ type: "broadcast", msg: "found" });
  scheduler.turns();
  expect(store.log.records()).toMatchObject([{ nickname: "alice" }, { nickname: "anna" }]);
});

test("who came while the store failed gets direct messages as soon as it works again, and is stored by itself", () => {
  const store = lastingStore();
  const { connect, enter, scheduler } = openRoom((listener) => store.open(listener));
  const bob = enter("bob", "classic");
  store.setBroken(true);
  const eve = connect();
  eve.say({ type: "login", msg: "eve", v: 2, after: {} });
  scheduler.turns();
  eve.say({ type: "nick", msg: "eva" });
  scheduler.turns();
  bob.say({ type: "broadcast", msg: "is lost" });
  scheduler.turns();
  store.setBroken(false);
  scheduler.pass(2 * storeCheckMs);
  const stored = store.log.records().map((record) => (record.type === "holder" ? record.nickname : ""));
  expect(stored.toSorted()).toEqual(["eva", "eve"]);
  eve.news();
  bob.say({ type: "sendto", nickname: "eve", msg: "psst" });
  scheduler.turns();
  expect(eve.news()).toMatchObject([{ type: "single", msg: "psst" }]);
});

test("a former nickname is known before the store has taken it", () => {
  const log = slowLog();
  const { connect, enter, scheduler } = openRoom(log.open);
  const [eve, bob] = [connect(), enter("bob", "classic")];
  eve.say({ type: "login", msg: "eve", v: 2, after: {} });
  scheduler.turns();
  eve.say({ type: "nick", msg: "eva" });
  scheduler.turns();
  bob.say({ type: "sendto", nickname: "eve", msg: "psst" });
  scheduler.turns();
  for (let batch = 0; batch < 3; batch += 1) log.commit();
  scheduler.turns();
  expect(eve.news().at(-1)).toMatchObject({ type: "single", to: "eva", msg: "psst" });
});

test.each([
  ["login", { type: "login", msg: "ann", v: 2, key: "k" }],
  ["join", { type: "join", room: "tea", key: "k" }],
] as const)("a %s for which the store cannot be read is refused, and works when it can", (type, request) => {
  let isBroken = false;
  const { connect, scheduler } = openRoom((listener) => {
    const log = memoryLog(listener);
    return {
      ...log,
      head(name) {
        if (isBroken) throw new StoreError("damaged", "/some/folder");
        return log.head(name);
      },
    };
  });
  const ann = connect();
  if (type === "join") ann.say({ type: "login", msg: "ann", v: 2 });
  scheduler.pass(100);
  ann.news();
  isBroken = true;
  ann.say(request);
  scheduler.turns();
  expect(ann.news()).toMatchObject([{ code: "storage", key: "k" }]);
  isBroken = false;
  ann.say(request);
  scheduler.turns();
  const news = ann.news();
  expect(news.find(({ key }) => key === "k")).toMatchObject({ type });
  expect(news.find(({ event }) => event === "join")).toBeDefined();
});

test.each([
  ["a message behind it", "b", 0, "storage"],
  ["the last one that may be on its way", "b", overtakingMs - 1, "storage"],
  ["one that its sender has sent since", "b", overtakingMs, "new"],
  ["itself, sent again", "a", 0, "new"],
  ["one without a key, which is never sent again", undefined, 0, "new"],
])("a message that the store has refused is not overtaken: %s", (_, key, passedMs, outcome) => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.say({ type: "broadcast", msg: "kept", key: "kept" });
  scheduler.turns();
  store.setBroken(true);
  alice.say({ type: "broadcast", msg: "first", key: "a" });
  scheduler.turns();
  store.setBroken(false);
  for (const person of [alice, bob]) person.news();
  scheduler.pass(passedMs);
  alice.say({ type: "broadcast", msg: "second", key });
  bob.say({ type: "broadcast", msg: "from another", key: "a" });
  scheduler.turns();
  const answers = alice.news().filter(({ from }) => from !== "bob");
  expect(answers).toMatchObject([outcome === "storage" ? { code: "storage", key } : { msg: "second" }]);
  expect(bob.news().map(({ msg }) => msg)).toContain("from another");
  alice.say({ type: "broadcast", msg: "kept", key: "kept" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ repeat: true, key: "kept" }]);
});

test("a direct message does not overtake one that the store has refused", () => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const alice = enter("alice");
  store.setBroken(true);
  alice.say({ type: "sendto", nickname: "alice", msg: "first", key: "a" });
  scheduler.turns();
  store.setBroken(false);
  for (const key of ["b", "a", "b"]) {
    alice.say({ type: "sendto", nickname: "alice", msg: "note", key });
    scheduler.turns();
  }
  expect(alice.news()).toMatchObject([
    { code: "storage", key: "a" },
    { code: "storage", key: "b" },
    { seq: 1, key: "a" },
    { seq: 2, key: "b" },
  ]);
});

test("a log that is full refuses its messages alone", () => {
  const folders = new StoreFolders();
  const folder = folders.fresh();
  openStore(folder)[Symbol.dispose]();
  {
    using database = databaseIn(folder);
    database.run("INSERT INTO logs (name, floor) VALUES ('lobby', ?)", [seqMax]);
    database.run("UPDATE counters SET value = 1 WHERE name = 'log'");
  }
  const { enter, scheduler } = openRoom((listener) => sqliteLog({ folder }, listener));
  const [alice, bob] = [enter("alice"), enter("bob")];
  bob.say({ type: "join", room: "tea" });
  scheduler.turns();
  for (const person of [alice, bob]) person.news();
  alice.say({ type: "broadcast", msg: "too late", key: "k" });
  bob.say({ type: "broadcast", room: "tea", msg: "in time", key: "k" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ type: "error", code: "storage", key: "k" }]);
  expect(bob.news()).toMatchObject([{ type: "broadcast", room: "tea", seq: 1, key: "k" }]);
  folders.remove();
});

test("a slow reader goes on behind entries that were deleted before it came to them, and sees none twice", () => {
  const folders = new StoreFolders();
  const folder = folders.fresh();
  const retention = { entriesMax: 100 };
  {
    using store = openStore(folder);
    for (let count = 0; count < 40; count += 1)
      store.log.propose(Array.from({ length: 100 }, (_, index) => draft(`${count} ${index}`)));
  }
  const { connect, enter, scheduler } = openRoom((listener) => sqliteLog({ folder, retention }, listener));
  const bob = connect();
  bob.take(30_000);
  bob.say({ type: "login", msg: "bob", v: 2, after: { lobby: 0 } });
  scheduler.turns();
  const alice = enter("alice");
  // Time for maintenance: the index first, then some hundred entries at a time.
  scheduler.pass(5_000);
  alice.say({ type: "broadcast", msg: "still here?" });
  scheduler.turns();
  bob.take(Number.POSITIVE_INFINITY);
  scheduler.turns();
  alice.say({ type: "broadcast", msg: "yes" });
  scheduler.turns();
  const seqs = bob.news().flatMap(({ type, seq }) => (type === "broadcast" ? [Number(seq)] : []));
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(new Set(seqs).size).toBe(seqs.length);
  expect([seqs[0], seqs.at(-1)]).toEqual([1, 4_002]);
  // The newest that are kept are all there; what was deleted is not.
  expect(seqs.slice(-100)).toEqual(Array.from({ length: 100 }, (_, index) => 3_903 + index));
  expect(seqs.length).toBeLessThan(4_000);
  folders.remove();
});

/** Why a store cannot write now. */
function refusal({ log }: OpenStore): string | undefined {
  try {
    log.tryWrite();
    return undefined;
  } catch (error) {
    return error instanceof StoreError ? error.problem : String(error);
  }
}

test("a store that is asked whether it can write commits something, and changes nothing", () => {
  const folders = new StoreFolders();
  const folder = folders.fresh();
  {
    using store = openStore(folder);
    store.log.propose([draft("before")]);
    const walBytes = () => statSync(join(folder, "chat.db-wal")).size;
    const before = walBytes();
    expect(refusal(store)).toBeUndefined();
    expect(walBytes()).toBeGreaterThan(before);
    using database = databaseIn(folder);
    expect(database.query("PRAGMA user_version").get()).toEqual({ user_version: newestSchema() });
    expect([textsOf(store.log), store.reports.length]).toEqual([["before"], 1]);
  }
  folders.remove();
});

test("a store that is asked whether it can write waits for nobody", () => {
  const folders = new StoreFolders();
  const folder = folders.fresh();
  {
    using store = openStore(folder);
    const holder = databaseIn(folder);
    holder.run("BEGIN IMMEDIATE");
    expect(statementsThatWait(() => expect(refusal(store)).toBe("in_use"))).toEqual([]);
    holder.close();
    expect(refusal(store)).toBeUndefined();
    renameSync(join(folder, "chat.lock"), join(folder, "moved"));
    expect(refusal(store)).toBe("gone");
  }
  folders.remove();
});

test("a server whose database another program holds locked serves everybody meanwhile, and stores what was sent", () => {
  const folders = new StoreFolders();
  const folder = folders.fresh();
  const clock = new FakeScheduler();
  const { enter, scheduler } = openRoom((listener) => sqliteLog({ folder, clock }, listener));
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.say({ type: "broadcast", msg: "before" });
  scheduler.turns();
  alice.news();
  bob.news();
  const other = databaseIn(folder);
  other.run("BEGIN EXCLUSIVE");
  const startedAt = performance.now();
  alice.say({ type: "broadcast", msg: "one", key: "1" }, { type: "broadcast", msg: "two", key: "2" });
  scheduler.turns();
  bob.say({ type: "history", key: "h" }, { type: "whois", nickname: "alice", key: "w" }, { type: "ping" });
  scheduler.pass(5 * storeCheckMs);
  expect(performance.now() - startedAt).toBeLessThan(busyTimeoutMs);
  expect(alice.news()).toEqual([]);
  expect(bob.news().map(({ type }) => type)).toEqual(["history", "whois", "pong"]);
  other.run("ROLLBACK");
  clock.pass(lockPauseMsMax);
  scheduler.turns();
  for (const member of [alice, bob])
    expect(member.news().map(({ msg, seq }) => [msg, seq])).toEqual([
      ["one", 2],
      ["two", 3],
    ]);
  other.close();
  folders.remove();
});
