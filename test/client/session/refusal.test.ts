/** Requests that were not done: each says where it comes from, and a message is given back. */
import { expect, test } from "bun:test";
import type { Outcome } from "../../../src/client/shown-event.ts";
import { en } from "../../../src/locale/en.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const endless = 1e300;
const lobby = { room: "lobby", topic: "", seq: 0, members: 3 };
const whois = { type: "whois", nickname: "bob", rooms: [], since: endless, key: "k-1" };
const own = { type: "broadcast", room: "lobby", seq: 1, time: endless, from: "alice", msg: "hi", key: "k-1" };
const error = { type: "error", msg: "no", key: "k-1" };
const broken = en.client.brokenAnswer;

/** A server that answers against the protocol may have done it. */
function outcomeOf(text: string): Outcome {
  return text === broken ? "unknown" : "notDone";
}

function inLobby(): ScriptedSession {
  const session = scriptSession();
  session.arrive({ ...acceptedV2, rooms: [lobby] });
  return session;
}

test.each([
  ["an answer out of bounds", "/whois bob", whois, broken],
  ["an answer of another type", "/whois bob", { type: "rooms", rooms: [], key: "k-1" }, broken],
  ["a page of another room", "/history", { type: "history", room: "tea", entries: [], key: "k-1" }, broken],
  ["a switch that failed", "/i", { type: "ignore", success: false, msg: "no", key: "k-1" }, "no"],
  ["an error with a sentence", "/rooms", error, "no"],
])("refuseByKey has the line of the input for %s", (_, typed, answer, text) => {
  const session = inLobby();
  session.happen({ type: "submitted", text: typed, line: 7 });
  expect(session.refusals(answer)).toEqual([{ text, line: 7, outcome: outcomeOf(text) }]);
});

test.each([
  ["an answer out of bounds", own, broken],
  ["an answer of another type", { type: "nick", nickname: "eve", key: "k-1" }, broken],
  ["an error with a sentence", error, "no"],
])("refuseByKey gives the text of a message back for %s", (_, answer, text) => {
  const session = inLobby();
  session.happen({ type: "submitted", text: "hi", line: 7 });
  const returned = { conversation: "lobby", text: "hi", draft: false };
  expect(session.refusals(answer)).toEqual([{ text, line: 7, returned, outcome: outcomeOf(text) }]);
});

test.each([
  ["breaks its bounds", { type: "join", room: "tea", seq: endless, key: "k-1" }],
  ["is of another room", { type: "topic", room: "tea", topic: "x", key: "k-1" }],
])("refuseByKey goes back where one was when the answer to /join %s", (_, answer) => {
  const session = inLobby();
  session.submit("/join tea");
  expect(session.hear(answer)).toContain("show here lobby (3)");
});

test("refuseByKey shows no list that came at the login and broke its bounds, and waits for no other", () => {
  const session = scriptSession({ completes: true });
  session.arrive({ ...acceptedV2, rooms: [lobby] });
  const list = { type: "ls", room: "lobby", members: [], key: "k-members" };
  expect(session.hear({ ...list, members: [{ nickname: "x".repeat(300) }] })).toEqual(["show broken 1"]);
  expect(session.hear(list).filter((effect) => effect.startsWith("show"))).toEqual([]);
  expect(session.state.broken.count).toBe(2);
});

const tea = { room: "tea", persistent: true, anyNickname: false };
const full = { type: "error", code: "too_many_rooms", msg: "" };

test("refuseByKey ends a program whose room does not let it in, and counts what it said as not sent", () => {
  const session = scriptSession({ program: tea });
  session.happen({ type: "started" });
  session.happen({ type: "programMessage", text: "hi" });
  session.open();
  expect(session.hear({ ...acceptedV2, rooms: [lobby] }).join("")).toContain('"room":"tea","key":"k-2"');
  expect(
    session.hear({ ...full, key: "k-2" }, { type: "error", code: "not_in_room", room: "tea", key: "k-1" }),
  ).toEqual([
    'send {"type":"leave","room":"lobby"}\n',
    "close gently",
    "end You are in too many rooms. Leave one with /leave first. refused 0 unsent 1",
  ]);
});

test("refuseByKey ends a program that was in its room before without saying that nothing was done", () => {
  const session = scriptSession({ program: tea });
  session.arrive({ ...acceptedV2, rooms: [lobby] });
  session.hear({ type: "join", room: "tea", topic: "", seq: 9, key: "k-1" });
  session.happen({ type: "programMessage", text: "hi" });
  session.lose();
  session.fire("retry");
  session.open();
  session.hear({ ...acceptedV2, rooms: [lobby] });
  expect(session.hear({ ...full, key: "k-3" }).at(-1)).toEndWith("refused 0 unsent 0 unacknowledged 1");
});

test("refuseByKey ends a program whose answer to joining cannot be read", () => {
  const session = scriptSession({ program: tea });
  session.arrive({ ...acceptedV2, rooms: [lobby] });
  expect(session.hear({ type: "join", room: "tea", seq: endless, key: "k-1" })).toContain(
    `end ${broken} refused 0 unsent 0`,
  );
});
