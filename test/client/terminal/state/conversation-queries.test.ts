/** Questions about the conversations that are open. */
import { expect, test } from "bun:test";
import type { ShownEvent } from "../../../../src/client/shown-event.ts";
import type { Conversations } from "../../../../src/client/terminal/state/conversations.ts";
import {
  conversationsAfter,
  initialConversations,
} from "../../../../src/client/terminal/state/conversations.ts";
import type { Jump } from "../../../../src/client/terminal/state/conversation-queries.ts";
import {
  jumpTarget,
  numberOf,
  typingEndsAtMs,
  typingHere,
  unreadElsewhere,
} from "../../../../src/client/terminal/state/conversation-queries.ts";
import { typingShownMs } from "../../../../src/client/limits.ts";
import { message } from "../harness.ts";

function after(...events: readonly ShownEvent[]): Conversations {
  const reader = { nickname: "alice", nowMs: 0 };
  return events.reduce((before, event) => conversationsAfter(before, event, reader), initialConversations);
}

function here(conversation: string): ShownEvent {
  return { type: "here", conversation, topic: "" };
}

const inTea = after(here("milk"), here("tea"), here("@bob"), here("tea"));
const said = (room: string, text = "hi"): ShownEvent => message("bob", text, { room });
const news: Jump = { to: "news" };

test.each([
  ["a number", inTea, { to: "number", number: 2 }, "milk"],
  ["the number one is at", inTea, { to: "number", number: 3 }, undefined],
  ["a number that is not open", inTea, { to: "number", number: 5 }, undefined],
  ["the left", inTea, { to: "side", step: -1 }, "milk"],
  ["the right", inTea, { to: "side", step: 1 }, "@bob"],
  ["the right of the last, which is the first", after(here("tea")), { to: "side", step: 1 }, "lobby"],
  [
    "the left of the first, which is the last",
    after(here("tea"), here("lobby")),
    { to: "side", step: -1 },
    "tea",
  ],
  ["the side of the only one", after(), { to: "side", step: 1 }, undefined],
  ["news, of which there are none", inTea, news, undefined],
  [
    "the next news to the right",
    after(here("a"), here("b"), here("c"), here("b"), said("a"), said("c")),
    news,
    "c",
  ],
  ["news just to the left", after(here("a"), here("b"), said("a")), news, "a"],
  ["news around the end", after(here("a"), here("b"), said("lobby")), news, "lobby"],
  [
    "what calls before what does not",
    after(here("a"), here("b"), here("lobby"), said("a"), said("b", "alice!")),
    news,
    "b",
  ],
] satisfies readonly (readonly [string, Conversations, Jump, string | undefined])[])(
  "jumpTarget leads to %s",
  (_name, conversations, jump, name) => {
    expect(jumpTarget(conversations, jump)).toBe(name);
  },
);

test("numberOf is undefined while there is nothing to count", () => {
  expect([numberOf(after()), numberOf(inTea)]).toEqual([undefined, 3]);
});

test("unreadElsewhere leaves out what never calls", () => {
  const off: ShownEvent = { type: "notify", conversation: "a", level: "off", asked: true };
  const open = after(said("a"), said("b"), said("b"), said("lobby"));
  expect([
    unreadElsewhere(open),
    unreadElsewhere(conversationsAfter(open, off, { nickname: "alice", nowMs: 0 })),
  ]).toEqual([3, 2]);
});

test("typingHere forgets who gives no sign, and typingEndsAtMs says when", () => {
  const typing: ShownEvent = { type: "typing", conversation: "lobby", nickname: "bob" };
  const open = after(typing, { ...typing, conversation: "tea" });
  expect(typingHere(open, typingShownMs - 1)).toEqual(["bob"]);
  expect(typingEndsAtMs(open, 0)).toBe(typingShownMs);
  expect(typingHere(open, typingShownMs)).toEqual([]);
  expect(typingEndsAtMs(open, typingShownMs)).toBeUndefined();
});
