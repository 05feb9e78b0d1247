/** Logins: what whoever logs in is answered, and what a refused one leaves behind. */
import { expect, test } from "bun:test";
import type { Effect } from "../../src/core/effect.ts";
import type { State } from "../../src/core/state.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { arrivalOf } from "../../src/server/gather.ts";
import { openState, opened, stepStored } from "../support/core.ts";

type Login = Omit<Extract<Request, { type: "login" }>, "type">;

const time = 1_795_427_043_000;

function logIn(state: State, session: number, login: Login, resumed = false): readonly Effect[] {
  const request = { type: "login", ...login } as const;
  const identity = login.token ?? `id-${session}`;
  const arrival = arrivalOf(request, { identity, token: `token-${session}`, resumed, epochs: [] });
  if (!state.sessions.has(session)) stepStored(state, opened(session));
  return stepStored(state, { type: "loginRequested", session, request, arrival, time });
}

test.each([
  ["for a nickname that is another's", 2, "ALICE", { code: "nickname_taken", nickname: "ALICE" }],
  ["of a session that is logged in", 1, "anna", { code: "already_logged_in" }],
] as const)("logIn refuses a login %s as a login, and changes nothing", (_, session, nickname, fault) => {
  const state = openState();
  logIn(state, 1, { nickname: "alice", version: 2 });
  expect(logIn(state, session, { nickname, version: 2, key: "k" })).toEqual([
    { type: "answer", session, answer: { type: "login", success: false, fault, key: "k" } },
  ]);
  expect(Array.from(state.members.keys())).toEqual(["alice"]);
  expect(Array.from(state.present.keys())).toEqual(["id-1"]);
});

test("a login that breaks a rule is refused as a login, and the next one may succeed", () => {
  const state = openState();
  stepStored(state, opened(1));
  const fault = { code: "nickname_space" } as const;
  const garbled = { type: "malformed", session: 1, fault, regarding: "login", key: "k", time } as const;
  expect(stepStored(state, garbled)).toEqual([
    { type: "answer", session: 1, answer: { type: "login", success: false, fault, key: "k" } },
  ]);
  expect(logIn(state, 1, { nickname: "alice", version: 2 })[0]).toMatchObject({
    answer: { type: "login", success: true },
  });
});

test.each([
  ["with their token and a cursor of the lobby", true, "id-1", ["lobby", "tea"]],
  ["with a cursor of the lobby alone", undefined, undefined, ["lobby"]],
  ["with their token and no cursor of the lobby", undefined, "id-1", ["tea"]],
] as const)("after a restart, logIn announces who comes %s silently: %p", (_, silent, token, rooms) => {
  const after = new Map(rooms.map((room) => [room, 1]));
  const effects = logIn(
    openState(time),
    1,
    { nickname: "alice", version: 2, token, after },
    token !== undefined,
  );
  const notices = effects.flatMap((effect) => (effect.type === "notice" ? [effect.notice] : []));
  expect(notices.map((notice) => notice.silent)).toEqual(notices.map(() => silent));
  expect(notices.map(({ room }) => room)).toEqual(Array.from(new Set(["lobby", ...rooms])));
});

test("logIn remembers the nickname under which somebody comes back who is still here", () => {
  const state = openState();
  const login = { version: 2, token: "id-1", after: new Map() } as const;
  logIn(state, 1, { ...login, nickname: "alice" }, true);
  const back = logIn(state, 2, { ...login, nickname: "anna" }, true);
  expect(back.map((effect) => (effect.type === "answer" ? effect.answer.type : effect.type))).toEqual([
    "goodbye",
    "close",
    "login",
    "follow",
    "follow",
    "propose",
    "notice",
  ]);
  stepStored(state, { type: "closed", session: 2, time });
  expect(Array.from(state.holders.values(), ({ nickname, identity }) => [nickname, identity])).toEqual([
    ["alice", "id-1"],
    ["anna", "id-1"],
  ]);
});

test("logIn keeps passing over the lobby for somebody who ignores it and comes back", () => {
  const state = openState();
  const login = { nickname: "alice", version: 2, token: "id-1", after: new Map() } as const;
  logIn(state, 1, login, true);
  stepStored(state, { type: "requested", session: 1, request: { type: "ignore" }, time });
  const back = logIn(state, 2, login, true);
  expect(back).toContainEqual({ type: "ignore", session: 2, log: "lobby", ignored: true });
  const answers = back.flatMap((effect) => (effect.type === "answer" ? [effect.answer] : []));
  expect(answers).toMatchObject([{ type: "goodbye" }, { type: "login", ignoring: true }]);
});
