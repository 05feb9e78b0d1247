/** What is printed of an event, and what waits. */
import { expect, test } from "bun:test";
import type { ShownEvent } from "../../../../src/client/shown-event.ts";
import {
  conversationsAfter,
  initialConversations,
} from "../../../../src/client/terminal/state/conversations.ts";
import type { Printed } from "../../../../src/client/terminal/state/printing.ts";
import { printedOf } from "../../../../src/client/terminal/state/printing.ts";
import { unreadMessagesMax } from "../../../../src/client/limits.ts";
import { message } from "../harness.ts";

/** What is printed of the last one, after the others. */
function printed(...events: readonly ShownEvent[]): readonly Printed[] {
  const last = events.at(-1);
  const before = events
    .slice(0, -1)
    .reduce(
      (open, one) => conversationsAfter(open, one, { nickname: "alice", nowMs: 0 }),
      initialConversations,
    );
  return last === undefined ? [] : printedOf(before, last, "alice");
}

const lobby = { type: "here", conversation: "lobby", topic: "" } as const;
const tea = { type: "here", conversation: "tea", topic: "leaves" } as const;
const said = message("bob", "hi", { room: "tea" });
const call = message("bob", "alice!", { room: "tea" });
const psst = message("bob", "psst", { to: "alice" });
const own = message("alice", "mine", { room: "tea", own: true });
const notice = { type: "notice", event: "join", room: "tea", nickname: "b", topic: "", time: 0 } as const;
const news = {
  type: "past",
  room: "tea",
  messages: [
    { ...said, seq: 9 },
    { ...said, seq: 10 },
  ],
  seenSeq: 0,
  missed: 8,
} as const;
const past = { type: "past", room: "tea", messages: [said] } as const;

test.each([
  ["a message where one is", [lobby, tea, said], [said]],
  ["what is said elsewhere: nothing", [lobby, said], []],
  ["what calls elsewhere", [lobby, call], [call]],
  ["what is private", [lobby, psst], [psst]],
  ["one's own, wherever it was said", [lobby, own], [own]],
  ["who comes where one is", [lobby, tea, notice], [notice]],
  ["who comes elsewhere: nothing", [lobby, notice], []],
  ["who comes and is ignored: nothing", [lobby, tea, { ...notice, hidden: true }], []],
  [
    "why somebody is away, wherever one is",
    [lobby, { ...notice, event: "away" }],
    [{ ...notice, event: "away" }],
  ],
  [
    "who is called otherwise, wherever one is",
    [lobby, { ...notice, event: "nick", to: "c" }],
    [{ ...notice, event: "nick", to: "c" }],
  ],
  ["what was said before, elsewhere: nothing", [lobby, past], []],
  ["what was found elsewhere", [lobby, { ...past, query: "hi" }], [{ ...past, query: "hi" }]],
  ["the first conversation", [lobby], [{ ...lobby, type: "welcome" }]],
  ["the same one again: nothing", [lobby, lobby], []],
  ["another one", [lobby, tea], [{ ...tea, type: "moved", news: 0 }]],
  [
    "another one, with all that was said there meanwhile, in its place",
    [lobby, past, said, call, own, said, psst, tea],
    [{ ...tea, type: "moved", news: 3 }, past, said, call, own, said],
  ],
  [
    "what is private, in its place, also under another nickname",
    [lobby, psst, { ...notice, event: "nick", nickname: "bob", to: "rob" }, { ...tea, conversation: "@rob" }],
    [{ ...tea, conversation: "@rob", type: "moved", news: 1 }, psst],
  ],
  [
    "another one, with more that is new than is shown",
    [lobby, news, tea],
    [{ ...tea, type: "moved", news: 10 }, news],
  ],
  ["what was read: not again", [lobby, said, tea, lobby, tea], [{ ...tea, type: "moved", news: 0 }]],
  [
    "what calls, when that was asked",
    [{ type: "notify", conversation: "tea", level: "off", asked: true }],
    [{ type: "notify", conversation: "tea", level: "off", asked: true }],
  ],
  [
    "what calls, when nobody asked: nothing",
    [{ type: "notify", conversation: "tea", level: "off", asked: false }],
    [],
  ],
] satisfies readonly (readonly [string, readonly ShownEvent[], readonly Printed[]])[])(
  "printedOf %s",
  (_name, events, expected) => {
    expect(printed(...events)).toEqual([...expected]);
  },
);

test("printedOf says how much is left out of what waited", () => {
  const many = Array.from({ length: unreadMessagesMax + 7 }, (_, at) => ({ ...said, text: String(at) }));
  const [moved, leftOut, ...waiting] = printed(lobby, ...many, tea);
  expect(moved).toEqual({ ...tea, type: "moved", news: unreadMessagesMax + 7 });
  expect(leftOut).toEqual({ type: "leftOut", count: 7 });
  expect(waiting).toEqual(many.slice(7));
});
