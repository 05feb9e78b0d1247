/** Requests about people, where a transcript cannot say it: many members, a clock that is set back, late logins. */
import { expect, test } from "bun:test";
import type { Effect } from "../../src/core/effect.ts";
import type { State } from "../../src/core/state.ts";
import { typingPauseMs } from "../../src/core/limits.ts";
import { noticeMembersMax } from "../../src/protocol/limits.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { arrivalOf } from "../../src/server/gather.ts";
import { openState, opened, stepStored } from "../support/core.ts";

const start = 1_795_427_043_000;

test("step gives the answers about people the keys of their requests", () => {
  const state = room(2);
  const keyed: readonly Request[] = [
    { type: "nick", nickname: "anna", key: "k" },
    { type: "nick", nickname: "anna", key: "k" },
    { type: "nick", nickname: "m2", key: "k" },
    { type: "away", text: "lunch", key: "k" },
    { type: "away", key: "k" },
    { type: "whois", nickname: "m2", key: "k" },
    { type: "whois", nickname: "nobody", key: "k" },
    { type: "typing", room: "nowhere", key: "k" },
    { type: "typing", room: "lobby", nickname: "nobody", key: "k" },
  ];
  const answers = keyed
    .flatMap((request) => ask(state, 1, request))
    .flatMap((effect) => (effect.type === "answer" ? [effect.answer.key] : []));
  expect(answers).toEqual(keyed.map(() => "k"));
});

test.each([
  [noticeMembersMax, noticeMembersMax - 1],
  [noticeMembersMax + 1, 0],
])("step shows who is writing to the others in a room of %i: to %i", (members, shown) => {
  const effects = ask(room(members), 1, { type: "typing", room: "lobby", key: "k" });
  expect(typingIn(effects)).toHaveLength(shown);
  expect(effects.at(-1)).toEqual({
    type: "answer",
    session: 1,
    answer: { type: "watchers", watchers: shown, key: "k" },
  });
});

test("step tells of a new nickname in a crowded room too, where comings and goings are not told", () => {
  const state = room(noticeMembersMax + 1);
  const crowded = (effects: readonly Effect[]) =>
    effects.flatMap((effect) => (effect.type === "notice" ? [effect.notice.crowded ?? false] : []));
  expect(crowded(ask(state, 1, { type: "nick", nickname: "anna" }))).toEqual([false]);
  expect(crowded(ask(state, 2, { type: "leave", room: "lobby" }))).toEqual([true]);
});

test("step shows one sign of writing in a second, also when the clock was set back", () => {
  const state = room(2);
  const shownAt = (time: number) => typingIn(ask(state, 1, { type: "typing", room: "lobby" }, time)).length;
  const times = [0, typingPauseMs - 1, typingPauseMs, typingPauseMs + 1, -3_600_000, -3_599_999];
  expect(times.map((passed) => shownAt(start + passed))).toEqual([1, 0, 1, 0, 1, 0]);
});

test("step shows nobody to be writing before there was somebody to see it", () => {
  const state = room(1);
  expect(ask(state, 1, { type: "typing", room: "lobby" })).toEqual([]);
  enter(state, 2, "m2");
  expect(typingIn(ask(state, 1, { type: "typing", room: "lobby" }))).toHaveLength(1);
});

test("step asks each connection anew whether it wants to see who is writing", () => {
  const state = room(2);
  const shown = () => typingIn(ask(state, 1, { type: "typing", room: "lobby", nickname: "m2" })).length;
  enter(state, 3, "m2", { identity: "id-2", typing: false });
  expect(shown()).toBe(0);
  enter(state, 4, "m2", { identity: "id-2", typing: true });
  expect(shown()).toBe(1);
});

test("step takes a late login for nobody, though its nickname has been changed since", () => {
  const state = room(0);
  stepStored(state, opened(1));
  enter(state, 2, "alice", { identity: "id-a" });
  ask(state, 2, { type: "nick", nickname: "anna" });
  const late = arrive(state, 1, "alice", { identity: "id-a" });
  expect(late).toContainEqual({ type: "close", session: 1 });
  expect(
    Array.from(state.members.values(), ({ nickname, sessions }) => [nickname, sessions.map(({ id }) => id)]),
  ).toEqual([["anna", [2]]]);
});

test("step lets those be counted alone who ask for quiet", () => {
  const state = room(1);
  stepStored(state, opened(2));
  const effects = [
    ...arrive(state, 2, "robot", { quiet: true }),
    ...ask(state, 2, { type: "join", room: "tea" }),
    ...ask(state, 2, { type: "nick", nickname: "machine" }),
    ...ask(state, 2, { type: "leave", room: "tea" }),
  ];
  expect(Array.from(state.members.keys())).toEqual(["m1", "machine"]);
  effects.push(...ask(state, 2, { type: "leave", room: "lobby" }));
  const told = effects.flatMap((effect) => (effect.type === "notice" ? [effect.notice] : []));
  expect(told.map(({ event, room: where, silent }) => `${event} ${where} ${silent === true}`)).toEqual([
    "join lobby true",
    "join tea true",
    "leave tea true",
    "leave lobby true",
  ]);
  expect(Array.from(state.members.keys())).toEqual(["m1"]);
});

test.each([
  ["with a text", "lunch", { away: true, text: "lunch" }, { away: true, text: "lunch" }],
  ["without one", "", { away: true, text: "" }, { away: true }],
  ["no more", undefined, { away: false, text: "" }, { away: false }],
] as const)("step tells who is away %s so, and whoever asks about them", (_, text, own, shown) => {
  const state = room(2);
  ask(state, 1, { type: "away", text: "before" });
  expect(ask(state, 1, { type: "away", text })).toEqual([
    { type: "answer", session: 1, answer: { type: "away", ...own, key: undefined } },
  ]);
  const listed = ask(state, 2, { type: "ls", room: "lobby" }).flatMap((effect) =>
    effect.type === "answer" && effect.answer.type === "ls" ? effect.answer.members : [],
  );
  expect(listed).toEqual([
    { nickname: "m1", ...shown },
    { nickname: "m2", away: false },
  ]);
});

function typingIn(effects: readonly Effect[]): readonly Effect[] {
  return effects.filter((effect) => effect.type === "answer" && effect.answer.type === "typing");
}

function ask(state: State, session: number, request: Request, time = start): readonly Effect[] {
  if (request.type === "login") throw new Error("a login is an arrival");
  return stepStored(state, { type: "requested", session, request, time });
}

interface Person {
  readonly identity?: string;
  readonly typing?: boolean;
  readonly quiet?: boolean;
}

/** Somebody comes over a new connection; they want to see who is writing unless they say otherwise. */
function enter(state: State, session: number, nickname: string, person: Person = {}): void {
  stepStored(state, opened(session));
  arrive(state, session, nickname, person);
}

function arrive(state: State, session: number, nickname: string, person: Person): readonly Effect[] {
  const { identity = `id-${session}`, typing = true, quiet } = person;
  const request = { type: "login", nickname, version: 2, after: new Map(), typing, quiet } as const;
  const arrival = arrivalOf(request, { identity, token: "t", resumed: false, epochs: [] });
  return stepStored(state, { type: "loginRequested", session, request, arrival, time: start });
}

/** So many people who want to see who is writing: `m1` in session 1, and so on. */
function room(members: number): State {
  const state = openState(start - 3_600_000);
  for (let session = 1; session <= members; session += 1) enter(state, session, `m${session}`);
  return state;
}
