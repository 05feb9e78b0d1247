/** What becomes of the requests that v2 alone has, right ones and wrong ones. */
import { expect, test } from "bun:test";
import {
  awayCharactersMax,
  historyEntriesDefault,
  historyEntriesMax,
  roomsPerSessionMax,
  tokenCharactersMax,
  topicCharactersMax,
} from "../../src/protocol/limits.ts";
import { decodeRequest } from "../../src/protocol/requests.ts";
import type { Request } from "../../src/protocol/requests.ts";

const limit = historyEntriesDefault;

test.each<readonly [object, Request]>([
  [
    { type: "login", msg: "al", v: 2, token: "t", after: { lobby: 4, "#TEA": 0, "@": 2 } },
    {
      type: "login",
      nickname: "al",
      version: 2,
      token: "t",
      after: new Map([
        ["lobby", 4],
        ["tea", 0],
        ["@", 2],
      ]),
    },
  ],
  [
    { type: "login", msg: "al", v: 2, after: {} },
    { type: "login", nickname: "al", version: 2, after: new Map() },
  ],
  // Names that are none can name no room.
  [
    { type: "login", msg: "al", v: 2, after: { "a b": 1, "@bob": 2, "": 3, lobby: 4 } },
    { type: "login", nickname: "al", version: 2, after: new Map([["lobby", 4]]) },
  ],
  // Words that mean something in JavaScript are rooms like any other.
  [
    { type: "login", msg: "al", v: 2, after: { constructor: 1, prototype: 2, ["__proto__"]: 3 } },
    {
      type: "login",
      nickname: "al",
      version: 2,
      after: new Map([
        ["constructor", 1],
        ["prototype", 2],
        ["__proto__", 3],
      ]),
    },
  ],
  [
    { type: "broadcast", room: "#Tea", msg: "hi" },
    { type: "broadcast", room: "tea", text: "hi" },
  ],
  [
    { type: "join", room: "#Tea", after: 3, key: "k" },
    { type: "join", room: "tea", after: 3, key: "k" },
  ],
  [
    { type: "leave", room: "lobby" },
    { type: "leave", room: "lobby" },
  ],
  [
    { type: "topic", room: "tea", msg: " green\ntea\u001b[31m " },
    { type: "topic", room: "tea", topic: "green tea" },
  ],
  [
    { type: "topic", room: "tea", msg: "" },
    { type: "topic", room: "tea", topic: "" },
  ],
  [
    { type: "topic", msg: null },
    { type: "topic", room: "lobby" },
  ],
  [
    { type: "login", msg: "al", v: 2, typing: true },
    { type: "login", nickname: "al", version: 2, typing: true },
  ],
  [
    { type: "nick", msg: "anna", key: "k" },
    { type: "nick", nickname: "anna", key: "k" },
  ],
  [
    { type: "away", msg: " lunch\nat noon\u001b[31m " },
    { type: "away", text: "lunch at noon" },
  ],
  [
    { type: "away", msg: "" },
    { type: "away", text: "" },
  ],
  [{ type: "away", msg: null }, { type: "away" }],
  [{ type: "away" }, { type: "away" }],
  [
    { type: "away", msg: "x".repeat(awayCharactersMax) },
    { type: "away", text: "x".repeat(awayCharactersMax) },
  ],
  [
    { type: "whois", nickname: "Bob" },
    { type: "whois", nickname: "Bob" },
  ],
  [
    { type: "typing", room: "#Tea" },
    { type: "typing", room: "tea" },
  ],
  [
    { type: "typing", nickname: "bob", key: "k" },
    { type: "typing", room: "lobby", nickname: "bob", key: "k" },
  ],
  [{ type: "rooms" }, { type: "rooms" }],
  [{ type: "pong" }, { type: "pong" }],
  [{ type: "history" }, { type: "history", room: "lobby", limit }],
  [
    { type: "history", nickname: "bob", after: 0, before: 9, limit: 5 },
    { type: "history", room: "lobby", nickname: "bob", after: 0, before: 9, limit: 5 },
  ],
  [
    { type: "history", limit: 1_000_000 },
    { type: "history", room: "lobby", limit: historyEntriesMax },
  ],
  [
    { type: "search", query: "tea", room: "#Tea", limit: 1_000_000 },
    { type: "search", room: "tea", query: "tea", limit: historyEntriesMax },
  ],
  [
    { type: "search", query: "" },
    { type: "search", room: "lobby", query: "", limit },
  ],
])("decodeRequest reads %j", (frame, request) => {
  expect(decodeRequest(JSON.stringify(frame))).toEqual({ ok: true, request });
});

const many = Object.fromEntries(
  Array.from({ length: roomsPerSessionMax + 2 }, (_, index) => [`r${index}`, 1]),
);

test.each([
  [{ type: "login", msg: "al", token: 1 }, "token"],
  [{ type: "login", msg: "al", token: "t".repeat(tokenCharactersMax + 1) }, "token"],
  [{ type: "login", msg: "al", after: 3 }, "after"],
  [{ type: "login", msg: "al", after: { lobby: -1 } }, "after.lobby"],
  [{ type: "login", msg: "al", after: { lobby: 1.5 } }, "after.lobby"],
  [{ type: "login", msg: "al", after: { lobby: 2 ** 53 } }, "after.lobby"],
  [{ type: "login", msg: "al", after: { lobby: "1" } }, "after.lobby"],
  [{ type: "login", msg: "al", after: many }, "after"],
  [{ type: "broadcast", msg: "x", room: null }, "room"],
  [{ type: "join" }, "room"],
  [{ type: "join", room: 1 }, "room"],
  [{ type: "join", room: "tea", after: -1 }, "after"],
  [{ type: "leave" }, "room"],
  [{ type: "topic", room: 1 }, "room"],
  [{ type: "topic", msg: 1 }, "msg"],
  [{ type: "history", limit: 0 }, "limit"],
  [{ type: "history", limit: 1.5 }, "limit"],
  [{ type: "history", before: "9" }, "before"],
  [{ type: "history", after: -1 }, "after"],
  [{ type: "history", nickname: 1 }, "nickname"],
  [{ type: "search" }, "query"],
  [{ type: "search", query: ["tea"] }, "query"],
  [{ type: "ls", room: 1 }, "room"],
  [{ type: "login", msg: "al", typing: 1 }, "typing"],
  [{ type: "nick" }, "msg"],
  [{ type: "away", msg: 1 }, "msg"],
  [{ type: "whois" }, "nickname"],
  [{ type: "typing", room: 1 }, "room"],
  [{ type: "typing", nickname: null }, "nickname"],
])("decodeRequest names the bad field of %j", (frame, field) => {
  const decoded = decodeRequest(JSON.stringify({ ...frame, key: "k" }));
  expect(decoded).toMatchObject({ ok: false, regarding: frame.type, key: "k" });
  expect(decoded.ok ? undefined : decoded.fault).toMatchObject({ code: "bad_field", field });
});

const wrongRoom = { code: "room_name", graphemesMax: 32 };

test.each([
  [{ type: "broadcast", msg: "x", room: "a b" }, wrongRoom],
  [{ type: "join", room: "" }, wrongRoom],
  [{ type: "join", room: "@alice" }, wrongRoom],
  [{ type: "leave", room: "/x" }, wrongRoom],
  [{ type: "topic", room: "@" }, wrongRoom],
  [{ type: "ls", room: "@" }, wrongRoom],
  [{ type: "history", room: "@alice" }, wrongRoom],
  [{ type: "search", room: "@alice", query: "x" }, wrongRoom],
  [{ type: "typing", room: "@" }, wrongRoom],
  [{ type: "nick", msg: "" }, { code: "nickname_empty" }],
  [{ type: "nick", msg: "a b" }, { code: "nickname_space" }],
  [
    { type: "away", msg: "x".repeat(awayCharactersMax + 1) },
    { code: "away_too_long", charactersMax: awayCharactersMax },
  ],
  [
    { type: "topic", msg: "x".repeat(topicCharactersMax + 1) },
    { code: "topic_too_long", charactersMax: topicCharactersMax },
  ],
])("decodeRequest says what is wrong with %j", (frame, fault) => {
  const decoded = decodeRequest(JSON.stringify({ ...frame, key: "k" }));
  expect(decoded).toMatchObject({ ok: false, fault, regarding: frame.type, key: "k" });
});
