/** Searches take turns, hold up nobody, and are refused where too many wait. */
import { expect, test } from "bun:test";
import type { Log, LogListener, SearchStep } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { requestsPerTurnMax, searchesMax, searchesPerSessionMax } from "../../src/server/limits.ts";
import { openRoom } from "../support/room.ts";

/** A log whose searches take as many steps as the query says, and the steps that were done. */
function steppingLog() {
  const done: string[] = [];
  function* search(_: string, query: string): Generator<SearchStep, void> {
    for (let left = Number(query); left > 0; left -= 1) {
      done.push(query);
      yield { entries: [], reachedSeq: left };
    }
  }
  return { done, open: (listener: LogListener): Log => ({ ...memoryLog(listener), search }) };
}

test("Reads answers a short search in the turn that asked", () => {
  const { enter, scheduler } = openRoom(steppingLog().open);
  const alice = enter("alice");
  alice.say({ type: "search", query: "1", key: "s" }, { type: "ping", key: "p" });
  scheduler.turn();
  expect(alice.news().map(({ key }) => key)).toEqual(["s", "p"]);
});

test("Reads does one step in a turn, and others are served between the steps", () => {
  const log = steppingLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  alice.say({ type: "search", query: "5", key: "s" });
  bob.say({ type: "search", query: "1", key: "t" });
  for (let turn = 1; turn <= 3; turn += 1) {
    expect(log.done).toHaveLength(turn);
    bob.say({ type: "ping", key: `${turn}` });
    scheduler.turn();
    expect(bob.news().map(({ key }) => key)).toEqual([`${turn}`]);
  }
  expect(alice.news()).toEqual([]);
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ type: "search", entries: [], key: "s" }]);
  expect(bob.news()).toMatchObject([{ type: "search", key: "t" }]);
  expect(log.done).toEqual(["5", "5", "5", "5", "5", "1"]);
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

test("Reads goes on with the next when the store cannot be read", () => {
  function* search(_: string, query: string): Generator<SearchStep, void> {
    yield { entries: [], reachedSeq: 2 };
    if (query === "bad") throw new Error("disk I/O error");
  }
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), search }));
  const alice = enter("alice");
  alice.say({ type: "search", query: "bad", key: "a" }, { type: "search", query: "good", key: "b" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([
    { type: "error", code: "storage", key: "a" },
    { type: "search", key: "b" },
  ]);
});

test("a search that was cut short says from which seq on it has looked", () => {
  function* search(): Generator<SearchStep, void> {
    yield { entries: [], reachedSeq: 90 };
    yield { entries: [], reachedSeq: 70 };
  }
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), search }));
  const alice = enter("alice");
  alice.say({ type: "search", query: "tea", key: "s" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ type: "search", back_to: 70, key: "s" }]);
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
