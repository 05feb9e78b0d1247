/** What a server makes of a request before the core sees it: whom a token proves, and what a client can do. */
import { expect, test } from "bun:test";
import { memoryLog } from "../../src/log/memory.ts";
import { deaf } from "../support/proposals.ts";
import { Gatherer, arrivalOf } from "../../src/server/gather.ts";
import { tokensOf } from "../../src/server/tokens.ts";

const who = { identity: "id-1", token: "id-1.proof", resumed: false, epochs: [] } as const;
const login = { type: "login", nickname: "ann" } as const;

test.each([
  [2, "t", undefined, true],
  [2, undefined, new Map(), true],
  [2, undefined, undefined, false],
  [1, "t", undefined, false],
  [1, undefined, new Map(), false],
] as const)(
  "arrivalOf version %i with token %p and cursors %p: resumable %p",
  (version, token, after, resumable) => {
    expect(arrivalOf({ ...login, version, token, after }, who)).toEqual({
      ...who,
      resumable,
      wantsTyping: false,
    });
  },
);

test.each([
  [2, true, true],
  [2, false, false],
  [2, undefined, false],
  [1, true, false],
] as const)(
  "arrivalOf version %i that asks who is writing with %p: wantsTyping %p",
  (version, typing, wantsTyping) => {
    expect(arrivalOf({ ...login, version, typing }, who)).toEqual({ ...who, resumable: false, wantsTyping });
  },
);

test("Gatherer gives the identity that a token proves, and a fresh one to everybody else", () => {
  let count = 0;
  const tokens = tokensOf(new Uint8Array(32));
  const gatherer = new Gatherer({ tokens, freshId: () => `fresh-${(count += 1)}`, log: memoryLog(deaf) });
  const arrive = (token: string | undefined) =>
    gatherer.eventOf(7, { ok: true, request: { ...login, version: 2, token, key: "k" } }, 5);
  const known = tokens.issue("ann");
  for (const [token, identity, resumed] of [
    [known, "ann", true],
    [`${known}x`, "fresh-1", false],
    [undefined, "fresh-2", false],
  ] as const)
    expect(arrive(token)).toMatchObject({
      type: "loginRequested",
      session: 7,
      time: 5,
      arrival: { identity, token: tokens.issue(identity), resumed },
    });
});

test("Gatherer hands on what is no login as it is, and a fault with what is known of its request", () => {
  const gatherer = new Gatherer({
    tokens: tokensOf(new Uint8Array(32)),
    freshId: () => "fresh",
    log: memoryLog(deaf),
  });
  const request = { type: "ping", key: "k" } as const;
  expect(gatherer.eventOf(7, { ok: true, request }, 5)).toEqual({
    type: "requested",
    session: 7,
    request,
    time: 5,
  });
  const fault = { code: "bad_json" } as const;
  expect(gatherer.eventOf(7, { ok: false, fault, regarding: "ls", key: "k" }, 5)).toEqual({
    type: "malformed",
    session: 7,
    fault,
    regarding: "ls",
    key: "k",
    time: 5,
  });
});
