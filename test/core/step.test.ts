/** The room's logic: the transcripts in `test/scenarios`, and what a transcript cannot say. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import type { Event } from "../../src/core/event.ts";
import { emptyState } from "../../src/core/state.ts";
import type { State } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import { faultsMax } from "../../src/protocol/limits.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { replay } from "../support/scenario.ts";

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
    { type: "ls", key: "k" },
    { type: "help", key: "k" },
    { type: "ping", key: "k" },
    { type: "ignore", key: "k" },
    { type: "broadcast", text: "hi", key: "k" },
  ];
  const answers = keyed
    .flatMap((request) => step(state, asks(1, request)))
    .flatMap((effect) => (effect.type === "answer" ? [effect.answer.key] : []));
  expect(answers).toEqual(keyed.map(() => "k"));
});

test("step gives drafts time, key and identity of their request", () => {
  expect(step(room("alice", "bob"), asks(1, { type: "broadcast", text: "hi", key: "k" }))).toEqual([
    {
      type: "append",
      draft: { log: "lobby", session: 1, identity: "id-1", from: "alice", text: "hi", key: "k", time },
    },
  ]);
});

test("step puts a private message into both mailboxes, and once into one's own", () => {
  const state = room("alice", "bob");
  const logs = (nickname: string) =>
    step(state, asks(1, { type: "sendto", nickname, text: "hi" })).map((effect) =>
      effect.type === "append" ? effect.draft.log : effect.type,
    );
  expect(logs("bob")).toEqual(["@id-2", "@id-1"]);
  expect(logs("ALICE")).toEqual(["@id-1"]);
});

test("step forgives a bad frame for each good one", () => {
  const state = room("alice");
  for (let round = 0; round < faultsMax * 3; round += 1) {
    step(state, garbage(1));
    expect(step(state, asks(1, { type: "ping" }))).toHaveLength(1);
  }
  expect(state.sessions.get(1)?.closing).toBe(false);
});

test("step does nothing for a session that is gone or was never there", () => {
  const state = room("alice");
  step(state, { type: "closed", session: 1, time });
  for (const session of [1, 99])
    for (const event of [asks(session, { type: "ls" }), garbage(session), closed(session)])
      expect(step(state, event)).toEqual([]);
});

test("step keeps its books whatever happens: one holder a nickname, none of them gone", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 200 }), (events) => {
      const state = emptyState({ name: "", version: "" });
      const opened = new Set<number>();
      let inside = 0;
      for (const event of events) {
        // A session's id is never given twice.
        if (event.type === "opened" && opened.has(event.session)) continue;
        if (event.type === "opened") opened.add(event.session);
        for (const effect of step(state, event))
          if (effect.type === "notice") inside += effect.notice.event === "join" ? 1 : -1;
        if (event.type !== "shutdown") expect(state.nicknames.size).toBe(inside);
      }
      for (const holder of state.nicknames.values()) expect(state.sessions.get(holder.id)).toBe(holder);
    }),
    { numRuns: 300 },
  );
});

test("step gives the same effects for the same events", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      const run = () => {
        const state = emptyState({ name: "", version: "" });
        return events.map((event) => step(state, event));
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
  fc.constantFrom<Request>({ type: "broadcast", text: "hi" }, { type: "ls" }, { type: "ignore" }),
);
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(anySession, anyRequest).map(([session, request]) => asks(session, request)),
  },
  { weight: 3, arbitrary: anySession.map((session) => ({ type: "opened", session }) as const) },
  { weight: 2, arbitrary: anySession.map(garbage) },
  { weight: 1, arbitrary: anySession.map(closed) },
  { weight: 1, arbitrary: anySession.map(expelled) },
);

function asks(session: number, request: Request): Event {
  return { type: "requested", session, request, time, identity: `id-${session}` };
}

function garbage(session: number): Event {
  return { type: "garbled", session, fault: { code: "bad_json" }, time };
}

function closed(session: number): Event {
  return { type: "closed", session, time };
}

function expelled(session: number): Event {
  return { type: "expelled", session, fault: { code: "stalled" }, time };
}

/** A room with these people in it: sessions 1, 2, … */
function room(...nicknames: readonly string[]): State {
  const state = emptyState({ name: "", version: "" });
  nicknames.forEach((nickname, index) => {
    step(state, { type: "opened", session: index + 1 });
    step(state, asks(index + 1, { type: "login", nickname, version: 1 }));
  });
  return state;
}
