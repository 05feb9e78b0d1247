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
  const arrival = arrivalOf(request, { identity, token: `token-${session}`, resumed });
  if (!state.sessions.has(session)) stepStored(state, opened(session));
  return stepStored(state, { type: "arrived", session, request, arrival, time });
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
  const garbled = { type: "garbled", session: 1, fault, regarding: "login", key: "k", time } as const;
  expect(stepStored(state, garbled)).toEqual([
    { type: "answer", session: 1, answer: { type: "login", success: false, fault, key: "k" } },
  ]);
  expect(logIn(state, 1, { nickname: "alice", version: 2 })[0]).toMatchObject({
    answer: { type: "login", success: true },
  });
});
