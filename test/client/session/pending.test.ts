/** What is typed without a line: it is shown to wait, and done in order when the line is back. */
import { describe, expect, test } from "bun:test";
import { pendingShownMax } from "../../../src/client/limits.ts";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { fieldsOf } from "../../support/fields.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const lobby = { room: "lobby", topic: "", seq: 0, members: 3 };
const welcome = { ...acceptedV2, token: "t", resumed: true, rooms: [lobby] };

function offline(): ScriptedSession {
  const session = scriptSession({ completes: true });
  session.arrive(welcome);
  session.lose();
  return session;
}

function comeBack(session: ScriptedSession): readonly string[] {
  session.fire("retry");
  return [...session.open(), ...session.hear(welcome)];
}

const requests = (effects: readonly string[]): readonly unknown[] =>
  effects
    .filter((effect) => effect.startsWith("send "))
    .flatMap((effect) => effect.slice("send ".length).trim().split("\n"))
    .map(fieldsOf);

describe("without a line", () => {
  test.each([
    ["hello", "hello"],
    ["@bob hello", "@bob hello"],
    ["/join later", "/join later"],
    ["//join later", "message /join later"],
    ["/leave tea", "/leave tea"],
    ["/topic", "/topic"],
    ["/topic green tea", "/topic green tea"],
    ["/nick ann", "/nick ann"],
    ["/whois bob", "/whois bob"],
    ["/away", "/away"],
    ["/away lunch", "/away lunch"],
    ["/back", "/back"],
    ["/search words", "/search words"],
    ["/history 7", "/history 7"],
    ["/ls", "/ls"],
    ["/who", "/who"],
    ["/who tea", "/who tea"],
    ["/rooms", "/rooms"],
    ["/i", "/i"],
  ])("%s is shown to wait", (typed, shown) => {
    expect(offline().submit(typed)).toContain(`show pending ${shown}`);
  });

  test("what is asked on opening a conversation is not shown, and of much the first alone", () => {
    const session = scriptSession({ backlog: 5 });
    session.arrive(welcome);
    session.lose();
    expect(session.submit("/query bob").join("")).not.toContain("pending");
    for (let at = 0; at < pendingShownMax; at += 1) session.submit(`/who r${at}`);
    expect(session.submit("one more")).toEqual([]);
  });

  test("a command is done when the line is back, and what was typed behind it goes there, in order", () => {
    const session = offline();
    session.submit("here");
    session.submit("/join later");
    session.submit("there");
    const sent = requests(comeBack(session));
    expect(sent.slice(1)).toMatchObject([
      { type: "ls", key: "k-members" },
      { type: "broadcast", msg: "here" },
      { type: "join", room: "later" },
      { type: "broadcast", room: "later", msg: "there" },
    ]);
    expect(sent[1]).not.toHaveProperty("room");
  });

  test("nothing is refused then that nobody asked for", () => {
    const session = offline();
    comeBack(session);
    const error = { type: "error", code: "not_in_room", room: "later", msg: "", key: "k-members" };
    expect(session.hear(error)).toEqual([]);
  });
});

test("a command is not shown to wait while there is a line", () => {
  const session = scriptSession();
  session.arrive(welcome);
  expect(session.submit("/rooms").join("")).not.toContain("pending");
});

test("a join that nobody typed, for what the last run left, is not shown to wait", () => {
  const left = { type: "broadcast", room: "tea", text: "later", key: "old-1" } as const;
  const restored = { ...emptySavedSession, token: "t", unsent: [left] };
  const session = scriptSession({ returns: true, restore: () => restored });
  session.arrive(welcome);
  expect(session.lose().filter((effect) => effect.startsWith("show pending"))).toEqual([]);
});
