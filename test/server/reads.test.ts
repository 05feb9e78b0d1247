/** Searches take turns, hold up nobody, and are refused where too many wait. */
import { expect, test } from "bun:test";
import type { SearchResult, SearchSlice } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";
import {
  requestsPerTurnMax,
  searchBudgetMs,
  searchesMax,
  searchesPerSessionMax,
} from "../../src/server/limits.ts";
import { openRoom } from "../support/room.ts";
import { steppingLog } from "../support/stepping-log.ts";

test("Reads answers a short search in the turn that asked", () => {
  const { enter, scheduler } = openRoom(steppingLog().open);
  const alice = enter("alice");
  alice.say({ type: "search", query: "1", key: "s" }, { type: "ping", key: "p" });
  scheduler.turn();
  expect(alice.news().map(({ key }) => key)).toEqual(["s", "p"]);
});

test("Reads searches one slice in a turn, and others are served between the slices", () => {
  const log = steppingLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  alice.say({ type: "search", query: "5", key: "s" });
  for (let turn = 1; turn <= 3; turn += 1) {
    expect(log.done).toHaveLength(turn);
    bob.say({ type: "ping", key: `${turn}` });
    scheduler.turn();
    expect(bob.news().map(({ key }) => key)).toEqual([`${turn}`]);
  }
  expect(alice.news()).toEqual([]);
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ type: "search", entries: [], key: "s" }]);
  expect(log.done).toEqual(["5", "5", "5", "5", "5"]);
});

test("Reads lets the sessions take turns, however many searches each has", () => {
  const log = steppingLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob, carol] = [enter("alice"), enter("bob"), enter("carol")];
  alice.say({ type: "search", query: "3 a", key: "a1" }, { type: "search", query: "2 a", key: "a2" });
  bob.say({ type: "search", query: "3 b", key: "b" });
  carol.say({ type: "search", query: "1 c", key: "c" });
  scheduler.turns();
  expect(log.done).toEqual(["3 a", "3 a", "3 b", "1 c", "3 a", "3 b", "2 a", "3 b", "2 a"]);
  expect(alice.news().flatMap(({ key }) => key ?? [])).toEqual(["a1", "a2"]);
});

test.each([
  [searchBudgetMs / 4 - 1, 5],
  [searchBudgetMs / 4, 4],
])("Reads answers a search with what it has once its slices of %i ms have used up the time", (ms, slices) => {
  let pass: (ms: number) => void = () => undefined;
  const log = steppingLog(() => pass(ms));
  const { enter, scheduler } = openRoom(log.open);
  const alice = enter("alice");
  pass = (passed) => scheduler.pass(passed);
  alice.say({ type: "search", query: "9", key: "s" });
  scheduler.turns();
  expect(log.done).toHaveLength(slices);
  expect(alice.news().find(({ key }) => key === "s")).toMatchObject({ back_to: 10 - slices });
});

test("Reads goes on before the seq that it is given", () => {
  const asked: SearchSlice[] = [];
  const search = (slice: SearchSlice, answered: (result: SearchResult) => void): void => {
    asked.push(slice);
    answered({ type: "searched", entries: [], reachedSeq: 1 });
  };
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), search }));
  const alice = enter("alice");
  alice.say({ type: "search", query: "tea", before: 7 }, { type: "search", query: "tea" });
  scheduler.turns();
  expect(asked.map(({ before }) => before)).toEqual([7, Number.MAX_SAFE_INTEGER]);
});

test("Reads waits for a slice that is answered later, and serves the others meanwhile", () => {
  const waiting: ((result: SearchResult) => void)[] = [];
  const search = (_: SearchSlice, answered: (result: SearchResult) => void): void =>
    void waiting.push(answered);
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), search }));
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.say({ type: "search", query: "tea", key: "a" });
  bob.say({ type: "search", query: "tea", key: "b" }, { type: "ping", key: "p" });
  scheduler.turns();
  expect(bob.news()).toMatchObject([{ type: "pong", key: "p" }]);
  expect(waiting).toHaveLength(1);
  // Who is gone holds up nobody.
  alice.hangUp();
  waiting[0]?.({ type: "searched", entries: [], reachedSeq: 1 });
  scheduler.turns();
  expect(waiting).toHaveLength(2);
  waiting[1]?.({ type: "searched", entries: [], reachedSeq: 1 });
  scheduler.turns();
  expect(bob.news().filter(({ key }) => key === "b")).toMatchObject([{ type: "search" }]);
});

test("Reads refuses one too many of a session, and says when to try again", () => {
  const { enter, scheduler } = openRoom(steppingLog().open);
  const alice = enter("alice");
  for (let count = 0; count <= searchesPerSessionMax; count += 1)
    alice.say({ type: "search", query: "9", key: `${count}` });
  scheduler.turn();
  const busy = { type: "error", code: "busy", retry_after: 2_000, key: `${searchesPerSessionMax}` };
  expect(alice.news()).toEqual([{ ...busy, msg: "The server is busy. Try again in 2 seconds." }]);
  scheduler.turns();
  expect(alice.news().map(({ type }) => type)).toEqual(
    Array.from({ length: searchesPerSessionMax }, () => "search"),
  );
  alice.say({ type: "search", query: "1", key: "again" });
  expect(alice.news()).toEqual([]);
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ type: "search", key: "again" }]);
});

test("Reads refuses one too many of all sessions", () => {
  const { enter, scheduler } = openRoom(steppingLog().open);
  const people = Array.from({ length: searchesMax + 1 }, (_, index) => enter(`p${index}`));
  for (const person of people) {
    person.news();
    person.say({ type: "search", query: "9" });
  }
  scheduler.turns();
  const types = people.map((person) => person.news().at(-1)?.["type"]);
  expect(types).toEqual([...Array.from({ length: searchesMax }, () => "search"), "error"]);
});

test("Reads forgets who is gone, and answers who has only ended its side", () => {
  const log = steppingLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.say({ type: "search", query: "3" });
  bob.say({ type: "search", query: "2", key: "b" });
  alice.hangUp();
  bob.endSending();
  scheduler.turns();
  expect(log.done).toEqual(["3", "2", "2"]);
  expect(bob.news().filter(({ key }) => key === "b")).toMatchObject([{ type: "search" }]);
  expect(bob.finished).toBe(true);
});

test("Reads answers nobody to whom goodbye was said", () => {
  const { enter, scheduler } = openRoom(steppingLog().open);
  const alice = enter("alice");
  alice.say({ type: "search", query: "3" }, { type: "leave", room: "lobby" });
  scheduler.turns();
  expect(alice.news().map(({ type }) => type)).not.toContain("search");
  expect(alice.finished).toBe(true);
});

test.each([
  ["at once", true],
  ["in its answer", false],
])("Reads goes on with the next when the store cannot be read and says so %s", (_, throws) => {
  const search = ({ query }: SearchSlice, answered: (result: SearchResult) => void): void => {
    const cause = new Error("disk I/O error");
    if (query !== "bad") answered({ type: "searched", entries: [], reachedSeq: 1 });
    else if (throws) throw cause;
    else answered({ type: "failed", cause });
  };
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), search }));
  const alice = enter("alice");
  alice.say({ type: "search", query: "bad", key: "a" }, { type: "search", query: "good", key: "b" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([
    { type: "error", code: "storage", key: "a" },
    { type: "search", key: "b" },
  ]);
});

test("Reads answers nobody who is on the way out and has not read the last answers yet", () => {
  const { enter, scheduler } = openRoom(steppingLog().open);
  const alice = enter("alice");
  alice.take(0);
  alice.say({ type: "search", query: "3" }, { type: "leave", room: "lobby", key: "bye" });
  scheduler.turns();
  alice.take(Number.POSITIVE_INFINITY);
  scheduler.turns();
  const types = alice.news().map(({ type }) => type);
  expect(types).toContain("leave");
  expect(types).not.toContain("search");
  expect(alice.finished).toBe(true);
});

test("Reads that is done while requests of a half-closed client wait does not end it before those are answered", () => {
  const { enter, scheduler } = openRoom(steppingLog().open);
  const piped = enter("piped");
  piped.news();
  const asked = requestsPerTurnMax * 3;
  piped.send(`{"type":"search","query":"2"}${'{"type":"ping"}'.repeat(asked)}`);
  piped.endSending();
  scheduler.turns();
  const types = piped.news().map(({ type }) => type);
  expect(types.filter((type) => type === "search")).toHaveLength(1);
  expect(types.filter((type) => type === "pong")).toHaveLength(asked);
  expect(piped.finished).toBe(true);
});
