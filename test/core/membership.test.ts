/** Who is found under which nickname later on, and who is forgotten of too many. */
import { expect, test } from "bun:test";
import type { Event } from "../../src/core/event.ts";
import { holdersMax } from "../../src/base/limits.ts";
import { holderRenewMs, silentRejoinMs } from "../../src/core/limits.ts";
import { graceMs } from "../../src/protocol/limits.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { arrivalOf } from "../../src/server/gather.ts";
import { openState, opened, stepStored } from "../support/core.ts";
import { record } from "../support/proposals.ts";

const time = 1_795_427_043_000;

test("step forgets of too many holders not the oldest one, who has just come back, but the next", () => {
  const state = openState(time);
  for (let index = 1; index <= holdersMax; index += 1) {
    const [folded, identity] = [`n${index}`, `id-${index}`];
    stepStored(state, {
      type: "recordLoaded",
      record: { type: "holder", folded, nickname: folded, identity, time },
    });
  }
  for (const [session, nickname] of [
    [1, "n1"],
    [holdersMax + 1, "new"],
  ] as const) {
    stepStored(state, opened(session));
    stepStored(state, asks(session, { type: "login", nickname, version: 2, after: new Map() }));
  }
  expect(state.holders.size).toBe(holdersMax);
  expect(["n1", "n2", "n3", "new"].map((name) => state.holders.has(name))).toEqual([true, false, true, true]);
});

test.each([
  [0, 0],
  [holderRenewMs - 1, 0],
  [holderRenewMs, 1],
  // The clock was set back since.
  [-1, 1],
])("step remembers anew who comes back after %i ms, so that the disk knows it too", (passedMs, records) => {
  const state = openState(time);
  const holder = {
    type: "holder",
    folded: "alice",
    nickname: "alice",
    identity: "id-1",
    time: time - passedMs,
  } as const;
  stepStored(state, { type: "recordLoaded", record: holder });
  stepStored(state, opened(1));
  const effects = stepStored(
    state,
    asks(1, { type: "login", nickname: "alice", version: 2, after: new Map() }),
  );
  const proposed = effects.filter(({ type }) => type === "propose");
  expect(proposed).toHaveLength(records);
  if (records > 0) expect(proposed).toEqual([{ type: "propose", proposal: record({ ...holder, time }) }]);
});

test("step remembers how somebody who comes back spells their nickname now", () => {
  const state = openState(time);
  const holder = { type: "holder", folded: "alice", nickname: "alice", identity: "id-1", time } as const;
  stepStored(state, { type: "recordLoaded", record: holder });
  stepStored(state, opened(1));
  const effects = stepStored(
    state,
    asks(1, { type: "login", nickname: "ALICE", version: 2, after: new Map() }),
  );
  expect(effects).toContainEqual({
    type: "propose",
    proposal: record({ ...holder, nickname: "ALICE" }),
  });
});

test("step finds somebody under former nicknames, up to the bound, and no longer under those before", () => {
  const state = openState(time);
  for (const session of [1, 2]) stepStored(state, opened(session));
  stepStored(state, asks(1, { type: "login", nickname: "first", version: 2, after: new Map() }));
  stepStored(state, asks(2, { type: "login", nickname: "alice", version: 1 }));
  const found = (nickname: string) =>
    stepStored(state, asks(2, { type: "sendto", nickname, text: "hi" })).some(
      ({ type }) => type === "propose",
    );
  for (let count = 1; count < holdersMax; count += 1)
    stepStored(state, asks(1, { type: "nick", nickname: `n${count}` }));
  expect(["first", "n1", `n${holdersMax - 1}`].map(found)).toEqual([true, true, true]);
  stepStored(state, asks(1, { type: "nick", nickname: "last" }));
  expect(["first", "n1", "last"].map(found)).toEqual([false, true, true]);
});

function asks(session: number, request: Request): Event {
  if (request.type !== "login") return { type: "requested", session, request, time };
  // Sessions 4 and 5 are one person's.
  const identity = `id-${Math.min(session, 4)}`;
  const arrival = arrivalOf(request, {
    identity,
    token: `token-${identity}`,
    resumed: session === 5,
    epochs: [],
  });
  return { type: "loginRequested", session, request, arrival, time };
}

test.each([
  ["without a token in the classic dialect, who came with one before", "token", false],
  ["with a token, who came without one before", undefined, true],
] as const)("step lets somebody come back once more who came back %s", (_, first, later) => {
  const state = openState(time);
  const login = { type: "login", nickname: "alice" } as const;
  const arrive = (session: number, request: Extract<Request, { type: "login" }>) => {
    const arrival = arrivalOf(request, { identity: "id-1", token: "t", resumed: true, epochs: [] });
    stepStored(state, opened(session));
    stepStored(state, { type: "loginRequested", session, request, arrival, time });
  };
  arrive(1, { ...login, version: 2, token: first });
  arrive(2, later ? { ...login, version: 2, token: "t" } : { ...login, version: 1 });
  expect(stepStored(state, { type: "closed", session: 2, time })).toEqual([]);
  expect(Array.from(state.lost, ({ nickname }) => nickname)).toEqual(["alice"]);
});

test.each([
  [silentRejoinMs - 1, true],
  [silentRejoinMs, undefined],
])("step announces who comes back %i ms after the start silently: %p", (passedMs, silent) => {
  const state = openState(time - passedMs);
  stepStored(state, opened(5));
  const after = new Map([["lobby", 1]]);
  const effects = stepStored(
    state,
    asks(5, { type: "login", nickname: "alice", version: 2, token: "t", after }),
  );
  const notices = effects.flatMap((effect) => (effect.type === "notice" ? [effect.notice] : []));
  expect(notices.map((notice) => notice.silent)).toEqual([silent]);
});

test("step keeps in mind where a member began to read only of rooms that they are in", () => {
  const state = openState(time);
  stepStored(state, opened(1));
  stepStored(state, asks(1, { type: "login", nickname: "alice", version: 2, after: new Map() }));
  for (const room of ["tea", "coffee", "water"]) {
    stepStored(state, asks(1, { type: "join", room }));
    if (room !== "water") stepStored(state, asks(1, { type: "leave", room }));
  }
  expect(Array.from(state.members.get("alice")?.joinedAt?.keys() ?? [])).toEqual(["water"]);
});

test("step forgets all about a member who is gone", () => {
  const state = openState(time);
  for (const [session, version] of [
    [1, 1],
    [2, 2],
  ] as const) {
    stepStored(state, opened(session));
    stepStored(state, asks(session, { type: "login", nickname: `n${session}`, version, after: new Map() }));
    stepStored(state, asks(session, { type: "join", room: "tea" }));
    stepStored(state, { type: "closed", session, time });
  }
  expect(stepStored(state, { type: "ticked", time: time + graceMs - 1 })).toEqual([]);
  expect(state.members.size).toBe(1);
  stepStored(state, { type: "ticked", time: time + graceMs });
  const { sessions, members, present, lost, rooms } = state;
  expect([sessions, members, present, lost].map(({ size }) => size)).toEqual([0, 0, 0, 0]);
  expect(Array.from(rooms.keys())).toEqual(["lobby"]);
});

/** Somebody in sessions 1 and 2, as a later rule may have it. */
function inTwoSessions(request: Partial<Extract<Request, { type: "login" }>>) {
  const state = openState(time);
  stepStored(state, opened(1));
  stepStored(state, asks(1, { type: "login", nickname: "alice", version: 1, ...request }));
  const member = state.members.get("alice");
  stepStored(state, opened(2));
  const second = state.sessions.get(2);
  if (member === undefined || second === undefined) throw new Error("nobody came");
  member.sessions.push(second);
  second.member = member;
  return { state, member, second };
}

test("a member with several sessions is lost with the last of them", () => {
  const { state, member, second } = inTwoSessions({ version: 2, after: new Map() });
  expect(stepStored(state, { type: "closed", session: 1, time })).toEqual([]);
  expect([state.lost.has(member), member.sessions]).toEqual([false, [second]]);
  expect(stepStored(state, { type: "closed", session: 2, time })).toEqual([]);
  expect([state.lost.has(member), member.sessions]).toEqual([true, []]);
});

test("a guest with several sessions leaves with the last of them", () => {
  const { state } = inTwoSessions({});
  expect(stepStored(state, { type: "closed", session: 1, time })).toEqual([]);
  expect(state.members.has("alice")).toBe(true);
  expect(stepStored(state, { type: "closed", session: 2, time })).toMatchObject([
    { type: "notice", notice: { event: "leave" } },
  ]);
  expect(state.members.has("alice")).toBe(false);
});

test("a room that only its topic kept is forgotten when the topic is taken away elsewhere, and not while somebody is in it", () => {
  const state = openState(time);
  const recall = (room: string, topic: string) =>
    stepStored(state, { type: "recordLoaded", record: { type: "topic", room, topic } });
  recall("tea", "green");
  expect(state.rooms.has("tea")).toBe(true);
  recall("tea", "");
  expect(state.rooms.has("tea")).toBe(false);
  stepStored(state, opened(1));
  stepStored(state, asks(1, { type: "login", nickname: "alice", version: 1 }));
  recall("lobby", "tea");
  recall("lobby", "");
  expect(state.rooms.get("lobby")?.topic).toBe("");
});

test("of the holders that are recalled, also from elsewhere, the newest are kept up to the bound", () => {
  const state = openState(time);
  for (let index = 0; index <= holdersMax; index += 1)
    stepStored(state, {
      type: "recordLoaded",
      record: { type: "holder", folded: `n${index}`, nickname: `n${index}`, identity: `${index}`, time },
    });
  expect([state.holders.size, state.holders.has("n0"), state.holders.has("n1")]).toEqual([
    holdersMax,
    false,
    true,
  ]);
});
