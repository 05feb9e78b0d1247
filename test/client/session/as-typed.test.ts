/** A refused message, given back: typed again where it says, it is the same message to the same people. */
import { expect, test } from "bun:test";
import type { ShownEvent } from "../../../src/client/shown-event.ts";
import type { SessionEffect } from "../../../src/client/session/effects.ts";
import { emptySession } from "../../../src/client/session/state.ts";
import type { SessionState } from "../../../src/client/session/state.ts";
import { submit } from "../../../src/client/session/submit.ts";
import { asTyped } from "../../../src/client/session/as-typed.ts";
import type { KeyedMessage } from "../../../src/client/session/outbox.ts";
import { added, isMessage } from "../../../src/client/session/outbox.ts";
import { enqueue, refuseRequest } from "../../../src/client/session/effects.ts";
import { outboxMessagesMax } from "../../../src/client/limits.ts";
import { en } from "../../../src/locale/en.ts";
import { sessionOptions } from "../../support/scripted-session.ts";

function session(conversation: string): SessionState {
  const state = emptySession(sessionOptions);
  state.conversation = conversation;
  state.partners.set("bob", { nickname: "Bob", readBack: true });
  return state;
}

const broadcast = (text: string, room = "lobby"): KeyedMessage => ({
  type: "broadcast",
  room,
  text,
  key: "k",
});
const direct = (nickname: string, text: string): KeyedMessage => ({
  type: "sendto",
  nickname,
  text,
  key: "k",
});

/** What a message says, and to whom. */
function meaning(message: KeyedMessage): string {
  const to = message.type === "broadcast" ? message.room : `@${message.nickname.toLowerCase()}`;
  return `${to} ${message.text}`;
}

test.each([
  [broadcast("hi"), "lobby", "hi"],
  [broadcast("hi", "tea"), "tea", "hi"],
  [broadcast("/etc/passwd"), "lobby", "//etc/passwd"],
  [broadcast("/me waves"), "lobby", "/me waves"],
  [broadcast(" /me waves"), "lobby", " /me waves"],
  [broadcast("two\nlines"), "lobby", "two\nlines"],
  [direct("bob", "psst"), "@Bob", "psst"],
  [direct("bob", "@carol psst"), "lobby", "@bob @carol psst"],
  [direct("carol", "psst"), "lobby", "@carol psst"],
  [direct("carol", "/x"), "lobby", "@carol /x"],
] as const)("asTyped of %j says where and what", (message, conversation, text) => {
  expect(asTyped(session("lobby"), message)).toEqual({ conversation, text });
  const state = session(conversation);
  expect(submit(state, text)).toEqual([]);
  const again = Array.from(state.outbox.waiting.values()).filter(isMessage);
  expect(again.map(meaning)).toEqual([meaning(message)]);
});

test("asTyped of what begins like an addressee is no command", () => {
  expect(asTyped(session("lobby"), broadcast("@all"))).toEqual({ conversation: "lobby", text: " @all" });
});

function shown(effects: readonly SessionEffect[]): readonly ShownEvent[] {
  return effects.flatMap((effect) => (effect.type === "show" ? effect.event : []));
}

test.each([
  ["a sentence", "Not now.", { text: "Not now." }],
  ["a fault", { code: "storage" } as const, { fault: { code: "storage" }, text: "hi" }],
])("refuseRequest with %s gives a message's text back, and says in which line it was", (_, why, told) => {
  const state = session("lobby");
  expect(shown(refuseRequest(state, { ...broadcast("hi"), line: 7 }, why))).toMatchObject([
    { type: "refused", ...told, line: 7, returned: { conversation: "lobby", text: "hi", draft: false } },
  ]);
  expect(state.refused).toBe(1);
  const [list] = shown(refuseRequest(state, { type: "rooms", key: "k" }, why));
  expect(list).not.toHaveProperty("returned");
});

test("enqueue counts what is to be put back into the outbox, but not at an old server", () => {
  const state = session("lobby");
  state.unsent = Array.from({ length: outboxMessagesMax - 1 }, (_, at) => ({
    ...broadcast("x"),
    key: `u${at}`,
  }));
  expect(enqueue(state, { ...broadcast("last"), key: "last" })).toEqual([]);
  expect(shown(enqueue(state, broadcast("more")))).toMatchObject([{ text: en.client.outboxFull }]);
  state.phase = { type: "online", version: 1, since: 0, frames: [], paced: false, listening: false };
  expect(enqueue(state, { ...broadcast("here"), key: "here" })).toEqual([]);
});

test("enqueue gives a text back when the outbox is full, and not before", () => {
  const state = session("lobby");
  for (let count = 1; count < outboxMessagesMax; count += 1)
    added(state.outbox, { ...broadcast("x"), key: String(count) });
  expect(enqueue(state, { ...broadcast("last"), key: "last" })).toEqual([]);
  expect(shown(enqueue(state, broadcast("more")))).toMatchObject([
    { text: en.client.outboxFull, returned: { conversation: "lobby", text: "more", draft: true } },
  ]);
});
