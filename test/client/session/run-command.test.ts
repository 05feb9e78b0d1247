/** What a command does, beside going to conversations and reading back. */
import { describe, expect, test } from "bun:test";
import { awayCharactersMax, queryCharactersMax, topicCharactersMax } from "../../../src/protocol/limits.ts";
import { fieldsOf } from "../../support/fields.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

function online(answer: object): ScriptedSession {
  const session = scriptSession();
  session.arrive(answer);
  return session;
}

const inLobby = (): ScriptedSession => {
  return online({ ...acceptedV2, rooms: [{ room: "lobby", topic: "", seq: 0 }] });
};

describe("runCommand", () => {
  test.each([
    ["/clear", "show clear"],
    ["/edit", "show edit"],
    ["/help rooms", "show said /rooms   which rooms there are"],
    ["/help hsitory", "show refused  There is no command /hsitory. Did you mean /history?"],
    [`/topic ${"x".repeat(201)}`, "show refused topic_too_long"],
    ["/who @bob", "show refused room_name"],
  ])("answers %j at once", (text, effect) => {
    expect(inLobby().submit(text)).toEqual([effect]);
  });

  test.each([
    ["topic", topicCharactersMax],
    ["away", awayCharactersMax],
  ] as const)("asks for %s of as many characters as it may have, and of no more", (name, charactersMax) => {
    const longest = "x".repeat(charactersMax);
    expect(inLobby().submit(`/${name} ${longest}`)[0]).toContain(longest);
    expect(inLobby().submit(`/${name} ${longest}x`)).toEqual([`show refused ${name}_too_long`]);
  });

  test.each([
    ["as many characters", "x".repeat(queryCharactersMax), "x".repeat(queryCharactersMax)],
    ["no more characters", "x".repeat(20_000), "x".repeat(queryCharactersMax)],
    [
      "no half a character",
      `${"x".repeat(queryCharactersMax - 1)}🍵`,
      `${"x".repeat(queryCharactersMax - 1)}\ufffd`,
    ],
  ])("asks for %s as are looked for", (_, typed, query) => {
    const [effect = ""] = inLobby().submit(`/search ${typed}`);
    expect(fieldsOf(effect.replace("send ", ""))).toMatchObject({ type: "search", query });
  });

  test.each([
    ["1", 1],
    ["9999", 9_999],
    ["", 50],
  ])("asks for %j of what was said before", (typed, limit) => {
    const [effect = ""] = inLobby().submit(`/history ${typed}`);
    expect(fieldsOf(effect.replace("send ", ""))).toMatchObject({ type: "history", limit });
  });

  test("shows the topic that was asked for or set, of the room that the answer names", () => {
    const session = inLobby();
    session.submit("/topic");
    expect(session.hear({ type: "topic", room: "lobby", topic: "green", key: "k-1" })).toEqual([
      "show topic lobby green",
    ]);
    expect(session.submit("/ls").filter((effect) => effect.startsWith("show"))).toEqual([]);
  });

  test("says what one does as a message", () => {
    expect(inLobby().submit("/me waves")[0]).toBe(
      `send {"type":"broadcast","msg":"/me waves","key":"k-1"}\n`,
    );
  });
});

describe("runCommand, with an old server", () => {
  const old = "show refused  This server is an old one: it has a single room and no memory.";

  test.each(["/who", "/whois bob", "/nick ann", "/away", "/back", "/history", "/leave", "/topic"])(
    "does no %s",
    (text) => {
      expect(online(acceptedClassic).submit(text)).toEqual([old]);
    },
  );

  test.each([
    "/ls",
    "/i",
    "/me waves",
    "/ignore bob",
    "/notify off",
    "/clear",
    "/edit",
    "/query bob",
    "/help",
  ])("does %s", (text) => {
    expect(online(acceptedClassic).submit(text)).not.toContain(old);
  });
});
