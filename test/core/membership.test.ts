/** Who is found under which nickname later on, and who is forgotten of too many. */
import { expect, test } from "bun:test";
import type { Event } from "../../src/core/event.ts";
import { holderRenewMs, holdersMax } from "../../src/core/limits.ts";
import { emptyState } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import type { Request } from "../../src/protocol/requests.ts";

const time = 1_795_427_043_000;

test("step forgets of too many holders not the oldest one, who has just come back, but the next", () => {
  const state = emptyState({ name: "", version: "" }, time);
  for (let index = 1; index <= holdersMax; index += 1) {
    const [folded, identity] = [`n${index}`, `id-${index}`];
    step(state, { type: "recalled", fact: { type: "holder", folded, nickname: folded, identity, time } });
  }
  for (const [session, nickname] of [
    [1, "n1"],
    [holdersMax + 1, "new"],
  ] as const) {
    step(state, { type: "opened", session });
    step(state, asks(session, { type: "login", nickname, version: 2, after: new Map() }));
  }
  expect(state.holders.size).toBe(holdersMax);
  expect(["n1", "n2", "n3", "new"].map((name) => state.holders.has(name))).toEqual([true, false, true, true]);
});

test.each([
  [holderRenewMs - 1, 0],
  [holderRenewMs, 1],
])("step remembers anew who comes back after %i ms, so that the disk knows it too", (passedMs, facts) => {
  const state = emptyState({ name: "", version: "" }, time);
  const fact = {
    type: "holder",
    folded: "alice",
    nickname: "alice",
    identity: "id-1",
    time: time - passedMs,
  } as const;
  step(state, { type: "recalled", fact });
  step(state, { type: "opened", session: 1 });
  const effects = step(state, asks(1, { type: "login", nickname: "alice", version: 2, after: new Map() }));
  const remembered = effects.filter(({ type }) => type === "remember");
  expect(remembered).toHaveLength(facts);
  if (facts > 0) expect(remembered).toEqual([{ type: "remember", fact: { ...fact, time } }]);
});

test("step finds somebody under former nicknames, up to the bound, and no longer under those before", () => {
  const state = emptyState({ name: "", version: "" }, time);
  for (const session of [1, 2]) step(state, { type: "opened", session });
  step(state, asks(1, { type: "login", nickname: "first", version: 2, after: new Map() }));
  step(state, asks(2, { type: "login", nickname: "alice", version: 1 }));
  const found = (nickname: string) =>
    step(state, asks(2, { type: "sendto", nickname, text: "hi" })).some(({ type }) => type === "append");
  for (let count = 1; count < holdersMax; count += 1)
    step(state, asks(1, { type: "nick", nickname: `n${count}` }));
  expect(["first", "n1", `n${holdersMax - 1}`].map(found)).toEqual([true, true, true]);
  step(state, asks(1, { type: "nick", nickname: "last" }));
  expect(["first", "n1", "last"].map(found)).toEqual([false, true, true]);
});

function asks(session: number, request: Request): Event {
  if (request.type !== "login") return { type: "requested", session, request, time };
  // Sessions 4 and 5 are one person's.
  const identity = `id-${Math.min(session, 4)}`;
  const arrival = { identity, token: `token-${identity}`, resumed: session === 5 };
  return { type: "arrived", session, request, arrival, time };
}
