/** How many rooms a server has, and which of them gives way to another. */
import { expect, test } from "bun:test";
import type { Effect } from "../../src/core/effect.ts";
import type { State } from "../../src/core/state.ts";
import { roomsMax, roomsPerSessionMax } from "../../src/protocol/limits.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { arrivalOf } from "../../src/server/gather.ts";
import { openState, opened, stepStored } from "../support/core.ts";

test("a server has 4,000 rooms with people in them, and refuses to open another", () => {
  const state = crowded(roomsMax);
  expect(codeOf(ask(state, 1, { type: "leave", room: "r0" }))).toBe("leave");
  expect(state.rooms.size).toBe(roomsMax - 1);
  expect(codeOf(ask(state, 1, { type: "join", room: "last" }))).toBe("join");
  expect(state.rooms.size).toBe(roomsMax);
  const late = logIn(state, 10_000, "late", []);
  expect(codeOf(ask(state, late, { type: "join", room: "one-more" }))).toBe("too_many_rooms");
  expect(codeOf(ask(state, late, { type: "join", room: "r1" }))).toBe("join");
  expect([state.rooms.size, state.rooms.has("one-more")]).toEqual([roomsMax, false]);
});

test("a login into a room that there is no place for leaves that one out", () => {
  const state = crowded(roomsMax);
  const late = logIn(state, 10_000, "late", ["one-more", "r1"]);
  expect(state.sessions.get(late)?.member?.rooms.map(({ name }) => name)).toEqual(["lobby", "r1"]);
});

test("of 4,000 rooms, the oldest that only its topic keeps gives way to another", () => {
  const state = crowded(roomsMax);
  for (const room of ["r5", "r3"]) {
    ask(state, 1, { type: "topic", room, topic: "green" });
    ask(state, 1, { type: "leave", room });
  }
  expect(state.rooms.size).toBe(roomsMax);
  const late = logIn(state, 10_000, "late", []);
  expect(codeOf(ask(state, late, { type: "join", room: "one-more" }))).toBe("join");
  expect([state.rooms.has("r3"), state.rooms.has("r5"), state.rooms.size]).toEqual([false, true, roomsMax]);
});

test("a topic that is remembered beyond 4,000 rooms takes the place of an older one, and never the lobby's", () => {
  const state = openState(0);
  stepStored(state, { type: "recordLoaded", record: { type: "topic", room: "lobby", topic: "green" } });
  for (let index = 0; index < roomsMax; index += 1)
    stepStored(state, { type: "recordLoaded", record: { type: "topic", room: `r${index}`, topic: "green" } });
  expect(state.rooms.size).toBe(roomsMax);
  expect(["lobby", "r0", "r1"].map((room) => state.rooms.has(room))).toEqual([true, false, true]);
});

/** A server with so many rooms, the lobby included, and people in each of them. */
function crowded(count: number): State {
  const state = openState(0);
  const names = Array.from({ length: count - 1 }, (_, index) => `r${index}`);
  for (let at = 0, session = 1; at < names.length; at += roomsPerSessionMax - 1, session += 1)
    logIn(state, session, `n${session}`, names.slice(at, at + roomsPerSessionMax - 1));
  expect(state.rooms.size).toBe(count);
  return state;
}

function logIn(state: State, session: number, nickname: string, rooms: readonly string[]): number {
  stepStored(state, opened(session));
  const after = new Map(rooms.map((room) => [room, 0]));
  const request = { type: "login", nickname, version: 2, after } as const;
  const arrival = arrivalOf(request, { identity: `id-${nickname}`, token: "t", resumed: false, epochs: [] });
  stepStored(state, { type: "loginRequested", session, request, arrival, time: 0 });
  return session;
}

function ask(state: State, session: number, request: Exclude<Request, { type: "login" }>): readonly Effect[] {
  return stepStored(state, { type: "requested", session, request, time: 0 });
}

/** What the first answer is: its type, or the code of a refusal. */
function codeOf([effect]: readonly Effect[]): string | undefined {
  if (effect?.type !== "answer") return undefined;
  return "fault" in effect.answer ? effect.answer.fault.code : effect.answer.type;
}

test("a topic that was taken away is no room after a restart", () => {
  const state = openState(0);
  for (const [room, topic] of [
    ["tea", "green"],
    ["coffee", ""],
  ] as const)
    stepStored(state, { type: "recordLoaded", record: { type: "topic", room, topic } });
  expect(Array.from(state.rooms.values(), ({ name, topic }) => [name, topic])).toEqual([["tea", "green"]]);
});

test("a topic that is committed when there is no place for its room any more makes none", () => {
  const state = crowded(roomsMax);
  stepStored(state, { type: "recordLoaded", record: { type: "topic", room: "late", topic: "green" } });
  expect([state.rooms.has("late"), state.rooms.size]).toEqual([false, roomsMax]);
  stepStored(state, { type: "recordLoaded", record: { type: "topic", room: "r1", topic: "green" } });
  expect(state.rooms.get("r1")?.topic).toBe("green");
});
