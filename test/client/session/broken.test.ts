/** What becomes of what a server sends against the protocol: it is dropped, counted and told, and nobody waits for it. */
import { describe, expect, test } from "bun:test";
import { en } from "../../../src/locale/en.ts";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const lobby = { room: "lobby", topic: "", seq: 0, members: 3 };
const entry = { type: "broadcast", room: "lobby", seq: 1, time: 5, from: "bob", msg: "hi" };
const endless = 1e300;

function inLobby(): ScriptedSession {
  const session = scriptSession();
  session.arrive({ ...acceptedV2, rooms: [lobby] });
  return session;
}

function atOldServer(): ScriptedSession {
  const session = scriptSession();
  session.arrive(acceptedClassic);
  return session;
}

/** Four messages each about rooms that nobody is in. */
const roomFlood = Array.from({ length: 200 }, (_, at) => [
  { ...entry, type: "system_msg", event: "topic", room: `a${at}`, nickname: "bob", topic: "x" },
  { type: "topic", room: `b${at}`, topic: "x" },
  { type: "join", room: `c${at}`, seq: 1 },
  { ...entry, room: `d${at}` },
]).flat();

describe("a message that breaks its bounds", () => {
  test("is dropped and told, and what follows it is read", () => {
    const session = inLobby();
    const broken = { ...entry, time: endless };
    expect(session.hear(broken, { ...entry, seq: 2 })).toEqual(["show bob: hi", "show broken 1"]);
  });

  test("moves no cursor", () => {
    const session = inLobby();
    session.hear({ ...entry, seq: 7, msg: "x".repeat(20_000) });
    session.lose();
    session.fire("retry");
    expect(session.open().join("")).toContain('"after":{"lobby":0,"@":0}');
  });

  test("is told once, then when there are ten times as many, and at the end", () => {
    const session = inLobby();
    const broken = { ...entry, seq: -1 };
    const shown = (count: number): readonly string[] =>
      Array.from({ length: count }, () => session.hear(broken)).flat();
    expect(shown(1)).toEqual(["show broken 1"]);
    expect(shown(8)).toEqual([]);
    expect(shown(1)).toEqual(["show broken 10"]);
    expect(shown(5)).toEqual([]);
    expect(session.submit("/quit")).toContain("show broken 15");
  });

  test("refuses the request that waits for it", () => {
    const session = inLobby();
    session.submit("/whois bob");
    const whois = { type: "whois", nickname: "bob", rooms: [], since: endless, key: "k-1" };
    expect(session.hear(whois)).toEqual([`show refused  ${en.client.brokenAnswer}`, "show broken 1"]);
    expect(session.submit("/quit").at(-1)).toBe("end as wished refused 1 unsent 0");
  });

  test("ends no session that is online, but lets nobody in", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.open();
    const rooms = Array.from({ length: 60_000 }, (_, index) => ({ ...lobby, room: `r${index}` }));
    expect(session.hear({ ...acceptedV2, rooms })).toEqual([
      "close",
      `end ${en.client.brokenLogin("host:1")} refused 0 unsent 0`,
    ]);
  });

  test("is not what an old server says in plain text", () => {
    const session = scriptSession();
    session.arrive(acceptedClassic);
    const received = { type: "received", connection: 1 } as const;
    expect(session.happen({ ...received, messages: [{ type: "broken" }] })).toEqual([]);
    const messages = [{ type: "broken", regarding: "broadcast" }] as const;
    expect(session.happen({ ...received, messages })).toEqual(["show broken 1"]);
  });
});

describe("a message that a server has no reason to send", () => {
  const unsolicited = [
    ["an entry of a room that one is not in", { ...entry, room: "tea" }],
    ["a topic of one", { type: "topic", room: "tea", topic: "x" }],
    ["a new topic of one", { ...entry, type: "system_msg", event: "topic", room: "tea", nickname: "bob" }],
    [
      "somebody's coming into one",
      { ...entry, type: "system_msg", event: "join", room: "tea", nickname: "b" },
    ],
    [
      "somebody's new name",
      { ...entry, type: "system_msg", event: "nick", room: "tea", nickname: "b", to: "c" },
    ],
    ["a sign of writing in one", { type: "typing", nickname: "bob", room: "tea" }],
    ["leaving one", { type: "leave", room: "tea" }],
    ["coming into one", { type: "join", room: "tea", seq: 1 }],
    ["coming into one under a key of nothing", { type: "join", room: "tea", seq: 1, key: "k-9" }],
    ["what was said in one", { type: "history", room: "tea", entries: [], key: "k-9" }],
    ["what was said to somebody", { type: "history", nickname: "bob", entries: [], key: "k-9" }],
    ["what was found", { type: "search", room: "lobby", entries: [] }],
    ["a list of rooms", { type: "rooms", rooms: [] }],
    ["a list of its members", { type: "ls", room: "tea", members: [] }],
    ["who somebody is", { type: "whois", nickname: "bob", rooms: [], since: 1 }],
    ["another nickname", { type: "nick", nickname: "eve" }],
    ["one's own being away", { type: "away", away: true, msg: "" }],
    ["how many see that one writes", { type: "typing", watchers: 1, key: "other" }],
  ] as const;

  /** Of a v2 server; an old one may send them. */
  const classic = [
    ["a message", { type: "broadcast", msg: "[TIME : Mon Nov 23 09:44:03 2026]\r\n[bob] : hi" }],
    ["a refusal", { type: "broadcast", msg: "[ SYSTEM ] : no" }],
    ["a refusal without a stamp", { type: "broadcast", msg: "no" }],
    ["a direct message", { type: "single", msg: "no" }],
    ["a help", { type: "help", msg: "help" }],
    ["another login", acceptedV2],
    ["a switch that failed", { type: "ignore", success: false, msg: "no" }],
    ["a switch", { type: "ignore", success: true, ignoring: true, msg: "" }],
    [
      "a switch under a key of nothing",
      { type: "ignore", success: true, ignoring: true, msg: "", key: "k-9" },
    ],
    ["an error under a key of nothing", { type: "error", code: "storage", msg: "", key: "k-9" }],
    ["a farewell under a key of nothing", { type: "error", code: "replaced", msg: "", key: "k-9" }],
  ] as const;

  test.each([...unsolicited, ...classic, ["a list of members", { type: "ls", members: [] }]])(
    "is dropped: %s",
    (_, message) => {
      expect(inLobby().hear(message)).toEqual(["show broken 1"]);
    },
  );

  test.each([
    ...unsolicited,
    ["an entry of the lobby", entry],
    ["an entry of the mailbox", { ...entry, type: "single", to: "alice" }],
    ["a page of the lobby", { type: "history", room: "lobby", entries: [entry] }],
    ["coming into the lobby", { type: "join", room: "lobby", seq: 1 }],
    ["leaving the lobby", { type: "leave", room: "lobby" }],
    ["somebody's coming into the lobby", { ...entry, type: "system_msg", event: "join", nickname: "bob" }],
    ["a topic of the lobby", { type: "topic", room: "lobby", topic: "x" }],
    ["somebody who is away", { ...entry, type: "system_msg", event: "away", nickname: "bob" }],
    ["a sign of writing in the lobby", { type: "typing", nickname: "bob", room: "lobby" }],
  ])("is dropped, from an old server: %s", (_, message) => {
    expect(atOldServer().hear(message)).toEqual(["show broken 1"]);
  });

  test.each([
    ["an error with a code", { type: "error", code: "storage", msg: "" }, "show refused storage"],
    ["an error with a sentence", { type: "error", msg: "no" }, "show refused  no"],
    ["a sentence", { type: "system_msg", msg: "tea is served" }, "show said tea is served"],
  ])("is not what a server may say at any time: %s", (_, message, shown) => {
    expect(inLobby().hear(message)).toEqual([shown]);
  });

  test("is a second error under the same key", () => {
    const session = inLobby();
    session.submit("/rooms");
    const error = { type: "error", code: "storage", msg: "", key: "k-1" };
    expect(session.hear(error)).toEqual(["show refused storage"]);
    expect(session.hear(error)).toEqual(["show broken 1"]);
  });

  test("is a second answer without a key to what was told again at the login", () => {
    const session = inLobby();
    session.submit("/i");
    session.hear({ type: "ignore", success: true, ignoring: true, msg: "", key: "k-1" });
    session.submit("/away");
    session.hear({ type: "away", away: true, msg: "", key: "k-2" });
    session.lose();
    session.fire("retry");
    session.open();
    session.hear({ ...acceptedV2, rooms: [lobby] });
    const answers = [
      { type: "ignore", success: true, ignoring: true, msg: "" },
      { type: "away", away: true, msg: "" },
    ];
    expect(session.hear(...answers)).toEqual(["show ignoring true"]);
    expect(session.hear(...answers)).toEqual(["show broken 2"]);
  });

  test("makes a session at an old server hold nothing", () => {
    const session = atOldServer();
    expect(session.hear(...roomFlood)).toEqual(["show broken 800"]);
    const { rooms, members, cursors, held, shownFrom, partners } = session.state;
    const sizes = [rooms, members, cursors, held, shownFrom, partners].map(({ size }) => size);
    expect(sizes).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("makes a session at a v2 server hold nothing more", () => {
    const session = inLobby();
    expect(session.hear(...roomFlood)).toEqual(["show broken 800"]);
    const { rooms, members, cursors, held, shownFrom, partners } = session.state;
    expect([rooms, members, cursors].map((map) => Array.from(map.keys()))).toEqual([
      ["lobby"],
      ["lobby"],
      ["lobby", "@"],
    ]);
    expect([held, shownFrom, partners].map(({ size }) => size)).toEqual([0, 0, 0]);
  });

  test.each([
    ["a message", { type: "broadcast", msg: "[TIME : 2026-11-25 09:44:03][ALL] bob : hi" }],
    ["a sentence", { type: "system_msg", msg: "bob joined" }],
    ["a help", { type: "help", msg: "help" }],
    ["an answer to /i", { type: "ignore", msg: "ignoring" }],
    ["an error", { type: "error", msg: "no" }],
    ["a list of members", { type: "ls", msg: "bob,\r\n" }],
    ["a type of a later version", { type: "later" }],
    ["a ping", { type: "ping" }],
    ["a pong", { type: "pong" }],
  ])("is none of these of an old server: %s", (_, message) => {
    expect(atOldServer().hear(message).join("\n")).not.toContain("broken");
  });

  test.each([
    ["a list of rooms", { type: "rooms", rooms: [] }],
    ["a list of members", { type: "ls", members: [] }],
    ["who somebody is", { type: "whois", nickname: "bob", rooms: [], since: 1 }],
    ["another nickname", { type: "nick", nickname: "eve" }],
    ["a topic of another room", { type: "topic", room: "tea", topic: "x" }],
    ["leaving another room", { type: "leave", room: "tea" }],
  ])("is no acknowledgement of a message: %s", (_, answer) => {
    const session = inLobby();
    session.submit("hello");
    expect(session.hear({ ...answer, key: "k-1" })).toEqual([
      `show refused  ${en.client.brokenAnswer}`,
      "show pending",
      "show broken 1",
    ]);
  });

  test.each([
    ["another room", { room: "tea", entries: [{ ...entry, room: "tea" }] }],
    ["entries of another room", { room: "lobby", entries: [{ ...entry, room: "tea" }] }],
    ["entries out of order", { room: "lobby", entries: [{ ...entry, seq: 2 }, entry] }],
    ["the same entry twice", { room: "lobby", entries: [entry, entry] }],
    ["somebody's messages", { nickname: "bob", entries: [] }],
  ])("is no answer to /history: %s", (_, answer) => {
    const session = inLobby();
    session.submit("/history");
    expect(session.hear({ type: "history", ...answer, key: "k-1" })).toEqual([
      `show refused  ${en.client.brokenAnswer}`,
      "show broken 1",
    ]);
  });

  test.each([
    ["twice", { key: "k-1" }],
    ["without a key", {}],
    ["under a key of nothing", { key: "k-9" }],
  ])("is what was said before in a room that one is in, %s: it moves nothing", (_, fields) => {
    const session = scriptSession({ backlog: 20 });
    session.arrive({ ...acceptedV2, rooms: [{ ...lobby, seq: 7 }] });
    session.hear({ type: "history", room: "lobby", entries: [{ ...entry, seq: 7 }], key: "k-1" });
    const page = { type: "history", room: "lobby", entries: [{ ...entry, seq: 3 }], ...fields };
    expect(session.hear(page)).toEqual(["show broken 1"]);
    expect(session.submit("/history").join("")).toContain('"before":7');
  });

  test("is no second answer", () => {
    const session = inLobby();
    session.submit("/join tea");
    const join = { type: "join", room: "tea", seq: 1, key: "k-1" };
    expect(session.hear(join)).toContain("show here tea");
    expect(session.hear(join)).toEqual(["show broken 1"]);
  });
});

test.each([
  [5, "show broken 1"],
  [6, "show past of lobby bob: hi"],
])("a page behind 5 that begins with %d is %s", (first, shown) => {
  const program = { room: "lobby", persistent: false, anyNickname: false };
  const session = scriptSession({ program });
  session.arrive({ ...acceptedV2, rooms: [lobby] });
  session.happen({ type: "programHistory", range: { after: 5, limit: 10 } });
  const entries = [{ ...entry, seq: first }];
  const effects = session.hear({ type: "history", room: "lobby", entries, key: "k-1" });
  expect(effects.at(-1)).toStartWith(shown);
});

test("step answers a thousand pings of one chunk with one pong", () => {
  const pings = Array.from({ length: 1_000 }, () => ({ type: "ping" }));
  expect(inLobby().hear(...pings)).toEqual([`send {"type":"pong"}\n`]);
});

test("step takes a list without a key from an old server", () => {
  const session = scriptSession();
  session.arrive(acceptedClassic);
  session.submit("/ls");
  expect(session.hear({ type: "ls", msg: "bob,\r\n" })).toEqual(["show members bob"]);
});
