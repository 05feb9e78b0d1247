/** Coming into rooms: where the reading begins, and what is refused. */
import { expect, test } from "bun:test";
import type { Effect } from "../../src/core/effect.ts";
import type { State } from "../../src/core/state.ts";
import { roomsPerSessionMax } from "../../src/protocol/limits.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { arrivalOf } from "../../src/server/gather.ts";
import { openState, opened, stepStored } from "../support/core.ts";

const time = 1_795_427_043_000;

function ask(state: State, request: Exclude<Request, { type: "login" }>): readonly Effect[] {
  return stepStored(state, { type: "requested", session: 1, request, time });
}

function logIn(state: State, session: number, joining?: readonly string[]): readonly Effect[] {
  const request = { type: "login", nickname: "alice", version: 2, after: new Map(), joining } as const;
  const arrival = arrivalOf(request, {
    identity: "id-1",
    token: "t",
    resumed: joining !== undefined,
    epochs: [],
  });
  stepStored(state, opened(session));
  return stepStored(state, { type: "loginRequested", session, request, arrival, time });
}

/** Of tea, 10 entries were committed before `alice` joins it, and 12 when she comes back. */
test.each([
  ["without a cursor, at the head of then", undefined, 10],
  ["behind its cursor", 4, 4],
  ["at the head of then, for a cursor beyond it", 99, 10],
])("a join that was never answered begins %s, once its client asks for it at a login", (_, after, seq) => {
  let head = 10;
  const state = openState(time, (log) => (log === "tea" ? head : 0));
  logIn(state, 1);
  const effects = ask(state, { type: "join", room: "tea", after });
  expect(effects).toContainEqual({ type: "follow", session: 1, log: "tea", after });
  head = 12;
  const back = logIn(state, 2, ["tea"]);
  expect(back).toContainEqual({ type: "follow", session: 2, log: "tea", after: seq });
  const rooms = back.flatMap((effect) =>
    effect.type === "answer" && effect.answer.type === "login" && effect.answer.success
      ? effect.answer.rooms
      : [],
  );
  expect(rooms).toEqual([
    { room: "lobby", topic: "", members: 1, seq: 0 },
    { room: "tea", topic: "", members: 1, seq, joined: true },
  ]);
});

test("whoever is in as many rooms as a session may be in is answered when they join one of them again", () => {
  const state = openState(time);
  logIn(state, 1);
  const names = Array.from({ length: roomsPerSessionMax - 1 }, (_, index) => `r${index}`);
  for (const room of names) ask(state, { type: "join", room });
  expect(ask(state, { type: "join", room: "one-more", key: "k" })).toMatchObject([
    { answer: { type: "error", fault: { code: "too_many_rooms" }, regarding: "join", key: "k" } },
  ]);
  expect(ask(state, { type: "join", room: "r0", key: "k" })).toEqual([
    {
      type: "answer",
      session: 1,
      answer: { type: "join", room: "r0", topic: "", members: 1, seq: 0, key: "k" },
    },
  ]);
});
