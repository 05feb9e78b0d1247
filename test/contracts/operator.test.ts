/** Requests of somebody who has no session: each is answered once, to whoever asked. */
import { expect, test } from "bun:test";
import type { Answer } from "../../src/protocol/answers.ts";
import { searchesPerSessionMax } from "../../src/server/limits.ts";
import { peer } from "../support/core.ts";
import { openRoom } from "../support/room.ts";
import { steppingLog } from "../support/stepping-log.ts";

function open() {
  const { hub, enter, scheduler } = openRoom(steppingLog().open);
  const alice = enter("alice");
  alice.news();
  const answers: Answer[] = [];
  const ask = (request: Parameters<typeof hub.ask>[0]) =>
    hub.ask(request, peer, (answer) => void answers.push(answer));
  return { hub, ask, answers, alice, scheduler };
}

test("Hub.ask answers at once what the state knows, and shows it to nobody else", () => {
  const { ask, answers, alice, scheduler } = open();
  ask({ type: "ls", room: "lobby", key: "k" });
  expect(answers).toMatchObject([{ type: "ls", members: [{ nickname: "alice" }], key: "k" }]);
  scheduler.turns();
  expect(alice.news()).toEqual([]);
});

test("Hub.ask reads in a room without being in it", () => {
  const { ask, answers, alice, scheduler } = open();
  alice.say({ type: "join", room: "tea" }, { type: "broadcast", room: "tea", msg: "hi" });
  scheduler.turns();
  ask({ type: "history", room: "tea", limit: 10 });
  expect(answers).toMatchObject([{ type: "history", entries: [{ from: "alice", text: "hi" }] }]);
});

test("Hub.ask answers a search in a later turn, each of several once", () => {
  const { ask, answers, scheduler } = open();
  for (let count = 0; count < searchesPerSessionMax; count += 1)
    ask({ type: "search", room: "lobby", query: "3", limit: 10, key: `${count}` });
  expect(answers).toEqual([]);
  scheduler.turns();
  expect(answers.map(({ type, key }) => [type, key])).toEqual([
    ["search", "0"],
    ["search", "1"],
  ]);
});

test("Hub.ask refuses what only somebody who is in may do", () => {
  const { ask, answers, alice, scheduler } = open();
  ask({ type: "broadcast", room: "lobby", text: "hi", key: "k" });
  scheduler.turns();
  expect(answers).toMatchObject([{ type: "error", fault: { code: "not_logged_in" }, key: "k" }]);
  expect(alice.news()).toEqual([]);
});

test("searches without a session count together, so that they leave places for those of sessions", () => {
  const { ask, answers, alice, scheduler } = open();
  for (let count = 0; count <= searchesPerSessionMax; count += 1)
    ask({ type: "search", room: "lobby", query: "tea", limit: 10 });
  expect(answers).toMatchObject([{ type: "error", fault: { code: "busy" } }]);
  alice.say({ type: "search", query: "tea", key: "k" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ type: "search", key: "k" }]);
});

test("a callback that throws takes nobody's search along, and is called once", () => {
  const { hub, alice, scheduler } = open();
  let calls = 0;
  const search = { type: "search", room: "lobby", query: "tea", limit: 10 } as const;
  hub.ask(search, peer, () => {
    calls += 1;
    throw new Error("a defect of the caller");
  });
  alice.say({ type: "search", query: "tea", key: "k" });
  expect(() => scheduler.turns()).toThrow("a defect of the caller");
  scheduler.turns();
  expect([calls, alice.news().map(({ key }) => key)]).toEqual([1, ["k"]]);
});

test("a server that stops answers what was asked without a session", () => {
  const { hub, ask, answers, scheduler } = open();
  ask({ type: "search", room: "lobby", query: "tea", limit: 10, key: "k" });
  void hub.stop();
  expect(answers).toMatchObject([{ type: "error", fault: { code: "shutting_down" } }]);
  scheduler.turns();
  expect(answers).toHaveLength(1);
});
