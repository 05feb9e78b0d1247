/** The room's logic: the transcripts in `test/scenarios`, and what a transcript cannot say. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import type { Event } from "../../src/core/event.ts";
import type { Room, State } from "../../src/core/state.ts";
import { holdersMax } from "../../src/base/limits.ts";
import { faultsMax, graceMs, roomsPerSessionMax } from "../../src/protocol/limits.ts";
import { foldNickname } from "../../src/protocol/nickname.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { replay } from "../support/scenario.ts";
import { arrivalOf } from "../../src/server/gather.ts";
import { openState, opened, stepStored } from "../support/core.ts";

const folder = join(import.meta.dir, "../scenarios");
const transcripts = readdirSync(folder).filter((name) => name.endsWith(".txt"));

test.each(transcripts)("step does what %s says", (name) => {
  const transcript = readFileSync(join(folder, name), "utf8");
  expect(replay(transcript)).toBe(transcript);
});

test("step gives every answer the key of its request", () => {
  const state = room("alice");
  const keyed: readonly Request[] = [
    { type: "login", nickname: "bob", version: 2, key: "k" },
    { type: "sendto", nickname: "nobody", text: "hi", key: "k" },
    { type: "ls", room: "lobby", key: "k" },
    { type: "help", key: "k" },
    { type: "ping", key: "k" },
    { type: "ignore", key: "k" },
    { type: "join", room: "tea", key: "k" },
    { type: "topic", room: "tea", topic: "green", key: "k" },
    { type: "rooms", key: "k" },
    { type: "leave", room: "tea", key: "k" },
    { type: "leave", room: "tea", key: "k" },
    { type: "history", room: "tea", limit: 1, key: "k" },
    { type: "broadcast", room: "lobby", text: "hi", key: "k" },
  ];
  const answers = keyed
    .flatMap((request) => stepStored(state, asks(1, request)))
    .flatMap((effect) => {
      if (effect.type === "answer") return [effect.answer.key];
      return effect.type === "propose" && effect.proposal.type !== "record" ? [effect.proposal.key] : [];
    });
  expect(answers).toEqual(keyed.map(() => "k"));
});

test("step gives proposals time, key and identity of their request", () => {
  const hi = { text: "hi", key: "k", time };
  const effects = stepStored(
    room("alice", "bob"),
    asks(1, { type: "broadcast", room: "lobby", text: "hi", key: "k" }),
  );
  expect(effects).toEqual([
    {
      type: "propose",
      proposal: { type: "message", session: 1, log: "lobby", identity: "id-1", from: "alice", ...hi },
    },
  ]);
});

test("step puts a private message into both mailboxes, and once into one's own", () => {
  const state = room("alice", "bob");
  const logs = (nickname: string) =>
    stepStored(state, asks(1, { type: "sendto", nickname, text: "hi" })).map((effect) =>
      effect.type === "propose" && effect.proposal.type === "message"
        ? [effect.proposal.log, effect.proposal.copyTo]
        : effect.type,
    );
  expect(logs("bob")).toEqual([["@id-1", "@id-2"]]);
  expect(logs("ALICE")).toEqual([["@id-1", undefined]]);
});

test("step forgives a bad frame for each good one", () => {
  const state = room("alice");
  for (let round = 0; round < faultsMax * 3; round += 1) {
    stepStored(state, garbage(1));
    expect(stepStored(state, asks(1, { type: "ping" }))).toHaveLength(1);
  }
  expect(state.sessions.get(1)?.closing).toBe(false);
});

test("step does nothing for a session that is gone or was never there", () => {
  const state = room("alice");
  stepStored(state, { type: "closed", session: 1, time });
  for (const session of [1, 99])
    for (const event of [asks(session, { type: "ls", room: "lobby" }), garbage(session), closed(session)])
      expect(stepStored(state, event)).toEqual([]);
});

test("step begins at the head for a token that is another server's, in the rooms that were asked for", () => {
  const state = room("alice");
  stepStored(state, opened(2));
  const request = {
    type: "login",
    nickname: "bob",
    version: 2,
    token: "another's",
    after: new Map([
      ["lobby", 7],
      ["tea", 3],
      ["@", 2],
    ]),
  } as const;
  const follows = stepStored(state, asks(2, request)).filter((effect) => effect.type === "follow");
  expect(follows).toEqual(
    ["lobby", "tea", "@id-2"].map((log) => ({ type: "follow", session: 2, log, after: undefined })),
  );
});

test("step takes a cursor without a token at its word", () => {
  const state = room();
  stepStored(state, opened(1));
  const after = new Map([["lobby", 7]]);
  expect(stepStored(state, asks(1, { type: "login", nickname: "bob", version: 2, after }))).toContainEqual({
    type: "follow",
    session: 1,
    log: "lobby",
    after: 7,
  });
});

test("step lets nobody into more rooms than a session may be in, by request or by cursor", () => {
  const state = room("alice");
  const names = Array.from({ length: roomsPerSessionMax + 5 }, (_, index) => `room-${index}`);
  const joined = names.map((name) => stepStored(state, asks(1, { type: "join", room: name }))[0]);
  const refused = joined.filter((effect) => effect?.type === "answer" && effect.answer.type === "error");
  expect(refused).toHaveLength(6);
  expect(refused[0]).toMatchObject({ answer: { fault: { code: "too_many_rooms" } } });
  stepStored(state, opened(2));
  const after = new Map(names.map((name) => [name, 0]));
  stepStored(state, asks(2, { type: "login", nickname: "bob", version: 2, after }));
  expect(Array.from(state.rooms.values()).filter((one) => inside(one, "bob"))).toHaveLength(
    roomsPerSessionMax,
  );
});

test("step remembers who held a nickname, and forgets whoever held one longest ago", () => {
  const state = room();
  for (let index = 0; index <= holdersMax; index += 1) {
    stepStored(state, opened(1));
    stepStored(state, asks(1, { type: "login", nickname: `n${index}`, version: 2, after: new Map() }));
    stepStored(state, { type: "closed", session: 1, time });
    stepStored(state, { type: "ticked", time: time + graceMs });
  }
  stepStored(state, opened(2));
  stepStored(state, asks(2, { type: "login", nickname: "alice", version: 1 }));
  const first = (nickname: string) =>
    stepStored(state, asks(2, { type: "sendto", nickname, text: "hi" })).map(({ type }) => type);
  expect(first("n0")).toEqual(["answer"]);
  expect(first("n1")).toEqual(["propose"]);
  expect(first(`n${holdersMax}`)).toEqual(["propose"]);
});

test("step remembers a holder once, not at each login", () => {
  const state = room();
  const logIn = () => {
    stepStored(state, opened(1));
    const login = { type: "login", nickname: "alice", version: 2, after: new Map() } as const;
    const remembered = stepStored(state, asks(1, login)).filter(({ type }) => type === "propose");
    stepStored(state, { type: "closed", session: 1, time });
    stepStored(state, { type: "ticked", time: time + graceMs });
    return remembered.length;
  };
  expect([logIn(), logIn(), logIn()]).toEqual([1, 0, 0]);
});

test("step keeps its books whatever happens: one holder a nickname, none of them gone", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 200 }), (events) => {
      // Long open, so that nobody comes back unannounced.
      const state = openState(time - 3_600_000);
      const opened = new Set<number>();
      const told = { join: 0, leave: 0, topic: 0, nick: 0, away: 0 };
      for (const event of events) {
        // A session's id is never given twice.
        if (event.type === "opened" && opened.has(event.session)) continue;
        if (event.type === "opened") opened.add(event.session);
        for (const effect of stepStored(state, event))
          if (effect.type === "notice" && effect.notice.room === "lobby") told[effect.notice.event] += 1;
        expect(state.members.size).toBe(told.join - told.leave);
      }
      expect(state.present.size).toBe(state.members.size);
      for (const [folded, member] of state.members) {
        expect(foldNickname(member.nickname)).toBe(folded);
        expect(state.present.get(member.identity)).toBe(member);
        expect(state.lost.has(member)).toBe(member.sessions.length === 0);
        expect(member.sessions.length).toBeLessThanOrEqual(1);
        for (const session of member.sessions) {
          expect(state.sessions.get(session.id)).toBe(session);
          expect(session.member).toBe(member);
        }
        for (const one of member.rooms) expect(state.rooms.get(one.name)?.members.has(member)).toBe(true);
      }
      const everybody = new Set(state.members.values());
      for (const one of state.rooms.values()) expect(one.members.isSubsetOf(everybody)).toBe(true);
      expect(state.rooms.get("lobby")?.members ?? new Set()).toEqual(everybody);
    }),
    { numRuns: 300 },
  );
});

test("step gives the same effects for the same events", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      const run = () => {
        const state = openState(time);
        return events.map((event) => stepStored(state, event));
      };
      expect(run()).toEqual(run());
    }),
  );
});

const time = 1_795_427_043_000;
const anySession = fc.integer({ min: 1, max: 5 });
const anyName = fc.constantFrom("alice", "ALICE", "bob", "李雷");
const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  anyName.map((nickname) => ({ type: "login", nickname, version: 1 }) as const),
  anyName.map((nickname) => ({ type: "sendto", nickname, text: "hi" }) as const),
  anyName.map((nickname) => ({ type: "nick", nickname }) as const),
  anyName.map((nickname) => ({ type: "login", nickname, version: 2, after: new Map([["tea", 1]]) }) as const),
  fc.constantFrom<Request>(
    { type: "broadcast", room: "lobby", text: "hi" },
    { type: "ls", room: "lobby" },
    { type: "ignore" },
    { type: "join", room: "tea" },
    { type: "leave", room: "tea" },
    { type: "leave", room: "lobby" },
    { type: "topic", room: "tea", topic: "green" },
  ),
);
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(anySession, anyRequest).map(([session, request]) => asks(session, request)),
  },
  { weight: 3, arbitrary: anySession.map((session) => opened(session)) },
  { weight: 2, arbitrary: anySession.map(garbage) },
  { weight: 1, arbitrary: anySession.map(closed) },
  { weight: 1, arbitrary: anySession.map(expelled) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(1_000, graceMs)
      .map((passed) => ({ type: "ticked", time: time + passed }) as const),
  },
);

function asks(session: number, request: Request): Event {
  if (request.type !== "login") return { type: "requested", session, request, time };
  // Sessions 4 and 5 are one person's.
  const identity = `id-${Math.min(session, 4)}`;
  const who = { identity, token: `token-${identity}`, resumed: session === 5, epochs: [] };
  const arrival = arrivalOf(request, who);
  return { type: "loginRequested", session, request, arrival, time };
}

function garbage(session: number): Event {
  return { type: "malformed", session, fault: { code: "bad_json" }, time };
}

function closed(session: number): Event {
  return { type: "closed", session, time };
}

function expelled(session: number): Event {
  return { type: "expelled", session, fault: { code: "login_timeout" }, time };
}

function inside({ members }: Room, nickname: string): boolean {
  return Array.from(members).some((member) => member.nickname === nickname);
}

/** A room with these people in it: sessions 1, 2, … */
function room(...nicknames: readonly string[]): State {
  const state = openState(time);
  nicknames.forEach((nickname, index) => {
    stepStored(state, opened(index + 1));
    stepStored(state, asks(index + 1, { type: "login", nickname, version: 1 }));
  });
  return state;
}

test("step lets a session that comes back again and again into no more rooms than others", () => {
  const state = room("alice");
  for (let round = 0; round < 5; round += 1) {
    const session = 20 + round;
    stepStored(state, opened(session));
    const names = Array.from({ length: roomsPerSessionMax - 1 }, (_, index) => `r${round}-${index}`);
    const after = new Map(names.map((name) => [name, 0]));
    const request = { type: "login", nickname: "carol", version: 2, token: "t", after } as const;
    const arrival = arrivalOf(request, { identity: "id-carol", token: "t", resumed: round > 0, epochs: [] });
    stepStored(state, { type: "loginRequested", session, request, arrival, time: round });
  }
  expect(state.members.get("carol")?.rooms.length).toBeLessThanOrEqual(roomsPerSessionMax);
});
