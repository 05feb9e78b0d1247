/** What somebody may ask who has no session, and where the answers go. */
import { expect, test } from "bun:test";
import type { Effect } from "../../src/core/effect.ts";
import type { State } from "../../src/core/state.ts";
import type { Who } from "../../src/core/who.ts";
import { whoIs } from "../../src/core/who.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { arrivalOf } from "../../src/server/gather.ts";
import { openState, opened, peer, stepStored } from "../support/core.ts";

const time = 1_795_427_043_000;
const operator = { kind: "operator", id: 99, peer } as const;

/** `alice` in the lobby and in tea, and an operator who is nowhere. */
function open(): State {
  const state = openState();
  logIn(state, 1, { nickname: "alice", version: 2, after: new Map([["tea", 0]]) });
  return state;
}

function logIn(
  state: State,
  session: number,
  login: Omit<Extract<Request, { type: "login" }>, "type">,
): Who | undefined {
  const request = { type: "login", ...login } as const;
  const arrival = arrivalOf(request, { identity: `id-${session}`, token: "t", resumed: false, epochs: [] });
  stepStored(state, opened(session));
  stepStored(state, { type: "loginRequested", session, request, arrival, time });
  const found = state.sessions.get(session);
  return found === undefined ? undefined : whoIs(found);
}

function ask(state: State, request: Request): readonly Effect[] {
  return stepStored(state, { type: "requestedWithoutSession", who: operator, request, time });
}

test.each<[Request, object]>([
  [
    { type: "ls", room: "tea", key: "k" },
    { type: "ls", members: [{ nickname: "alice" }] },
  ],
  [
    { type: "rooms", key: "k" },
    { type: "rooms", rooms: [{ room: "lobby" }, { room: "tea" }] },
  ],
  [
    { type: "whois", nickname: "alice", key: "k" },
    { type: "whois", nickname: "alice" },
  ],
  [{ type: "help", key: "k" }, { type: "help" }],
])("an operator without a session asks for %j and is answered under its id", (request, answer) => {
  expect(ask(open(), request)).toMatchObject([
    { type: "answer", session: 99, answer: { ...answer, key: "k" } },
  ]);
});

test("an operator reads in every room", () => {
  const request = { type: "history", room: "tea", limit: 5 } as const;
  expect(ask(open(), request)).toEqual([{ type: "read", session: 99, log: "tea", request }]);
});

test.each<[Request, string]>([
  [{ type: "history", room: "@id-1", limit: 5 }, "not_in_room"],
  [{ type: "history", room: "lobby", nickname: "alice", limit: 5 }, "not_in_room"],
  [{ type: "search", room: "@id-1", query: "tea", limit: 5 }, "not_in_room"],
  [{ type: "ls", room: "nowhere" }, "not_in_room"],
  [{ type: "broadcast", room: "tea", text: "hi" }, "not_logged_in"],
  [{ type: "sendto", nickname: "alice", text: "hi" }, "not_logged_in"],
  [{ type: "topic", room: "tea", topic: "green" }, "not_logged_in"],
  [{ type: "join", room: "tea" }, "not_logged_in"],
])("an operator may not ask for %j", (request, code) => {
  expect(ask(open(), request)).toMatchObject([{ type: "answer", session: 99, answer: { fault: { code } } }]);
});

test.each<Request>([
  { type: "ls", room: "lobby" },
  { type: "rooms" },
  { type: "whois", nickname: "alice" },
  { type: "history", room: "lobby", limit: 5 },
  { type: "search", room: "lobby", query: "tea", limit: 5 },
])("a stranger is refused %j", (request) => {
  const state = open();
  stepStored(state, opened(2));
  expect(stepStored(state, { type: "requested", session: 2, request, time })).toMatchObject([
    { type: "answer", session: 2, answer: { fault: { code: "not_logged_in" } } },
  ]);
});

test.each([
  ["with cursors", { version: 2, after: new Map() }, "person"],
  ["with a token", { version: 2, token: "t" }, "person"],
  ["with cursors, quietly", { version: 2, after: new Map(), quiet: true }, "guest"],
  ["with neither", { version: 2 }, "guest"],
  ["as an old client", { version: 1 }, "guest"],
] as const)("whoIs takes somebody who logs in %s for a %s", (_, login, kind) => {
  const who = logIn(openState(), 3, { nickname: "bob", ...login });
  expect(who).toMatchObject({ kind, id: 3, peer, member: { nickname: "bob" } });
});
