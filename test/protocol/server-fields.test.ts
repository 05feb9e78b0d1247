/** What a client accepts of a server: every field up to its bound, nothing beyond, whatever the server sends. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import * as limits from "../../src/protocol/limits.ts";
import { isTime } from "../../src/protocol/message-json.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";
import { anyCodePoints } from "../support/code-points.ts";

const time = Date.UTC(2026, 10, 23, 9, 44, 3);
const timeMax = 8.64e15 - 86_400_000;
const letters = (count: number): string => "x".repeat(count);
/** Of two bytes each, where bytes are what is counted. */
const umlauts = (bytes: number): string => "ä".repeat(bytes / 2) + (bytes % 2 === 1 ? "x" : "");
const many = <Item>(count: number, item: Item): readonly Item[] => Array.from({ length: count }, () => item);

const entry = { type: "broadcast", room: "tea", seq: 1, time, from: "al", msg: "hi" };
const direct = { type: "single", seq: 1, time, from: "al", to: "bo", msg: "hi" };
const notice = { type: "system_msg", event: "join", room: "tea", nickname: "al", time, msg: "" };
const login = { type: "login", success: true, v: 2 };
const tea = { room: "tea", topic: "", seq: 1, members: 1 };
const whois = { type: "whois", nickname: "al", rooms: [], since: time };
const member = { nickname: "al" };

const { nicknameBytesMax, topicCharactersMax, awayCharactersMax, keyCharactersMax, messageBytesMax } = limits;
const names: readonly Bound[] = [
  ["the sender of a message", (from) => ({ ...entry, from }), umlauts, nicknameBytesMax],
  ["the room of a message", (room) => ({ ...entry, room }), umlauts, nicknameBytesMax],
  ["whom a message is for", (to) => ({ ...direct, to }), umlauts, nicknameBytesMax],
  ["who comes", (nickname) => ({ ...notice, nickname }), umlauts, nicknameBytesMax],
  ["where they come", (room) => ({ ...notice, room }), umlauts, nicknameBytesMax],
  ["a new nickname", (to) => ({ ...notice, event: "nick", to }), umlauts, nicknameBytesMax],
  ["one's own nickname", (nickname) => ({ ...login, nickname }), umlauts, nicknameBytesMax],
  ["one's new nickname", (nickname) => ({ type: "nick", nickname }), umlauts, nicknameBytesMax],
  ["who is asked about", (nickname) => ({ ...whois, nickname }), umlauts, nicknameBytesMax],
  ["who is writing", (nickname) => ({ type: "typing", nickname }), umlauts, nicknameBytesMax],
  ["a member", (nickname) => ({ type: "ls", members: [{ nickname }] }), umlauts, nicknameBytesMax],
  ["a room that one is in", (room) => ({ ...login, rooms: [{ ...tea, room }] }), umlauts, nicknameBytesMax],
  ["a room that one joins", (room) => ({ type: "join", room }), umlauts, nicknameBytesMax],
  ["a room that one leaves", (room) => ({ type: "leave", room }), umlauts, nicknameBytesMax],
  ["a room in the list", (room) => ({ type: "rooms", rooms: [{ ...tea, room }] }), umlauts, nicknameBytesMax],
  [
    "an old server's sender",
    (from) => stamped(`[${String(from)}] : hi`),
    umlauts,
    limits.classicNameBytesMax,
  ],
  ["an old server's member", (name) => ({ type: "ls", msg: `${String(name)},\r\n` }), umlauts, 1024],
];
const texts: readonly Bound[] = [
  ["a message", (msg) => ({ ...entry, msg }), umlauts, messageBytesMax],
  ["a direct message", (msg) => ({ ...direct, msg }), umlauts, messageBytesMax],
  ["an old server's message", (msg) => ({ type: "broadcast", msg }), umlauts, limits.sentenceBytesMax],
  ["a topic", (topic) => ({ type: "topic", room: "tea", topic }), letters, topicCharactersMax],
  [
    "the topic of a room that one joins",
    (topic) => ({ ...tea, type: "join", topic }),
    letters,
    topicCharactersMax,
  ],
  ["a new topic", (topic) => ({ ...notice, event: "topic", topic }), letters, topicCharactersMax],
  ["why somebody is away", (text) => ({ ...notice, event: "away", text }), letters, awayCharactersMax],
  ["why one is away", (msg) => ({ type: "away", away: true, msg }), letters, awayCharactersMax],
  [
    "why a member is away",
    (msg) => ({ type: "ls", members: [{ ...member, msg }] }),
    letters,
    awayCharactersMax,
  ],
  ["a key", (key) => ({ ...entry, key }), letters, keyCharactersMax],
  ["a token", (token) => ({ ...login, token }), letters, limits.tokenCharactersMax],
  ["a server's name", (name) => ({ ...login, server: { name, version: "1" } }), letters, 64],
  ["a server's version", (version) => ({ ...login, server: { name: "x", version } }), letters, 64],
  ["help", (msg) => ({ type: "help", msg }), umlauts, limits.sentenceBytesMax],
  ["a refusal", (msg) => ({ type: "error", msg }), umlauts, limits.sentenceBytesMax],
  ["a refused login", (msg) => ({ type: "login", success: false, msg }), umlauts, limits.sentenceBytesMax],
  ["an event of tomorrow", (msg) => ({ ...notice, event: "x", msg }), umlauts, limits.sentenceBytesMax],
  [
    "an old server's list",
    (msg) => ({ type: "ls", msg: withLines(msg) }),
    letters,
    limits.classicListBytesMax,
  ],
];
const lists: readonly Bound[] = [
  [
    "rooms that one is in",
    (rooms) => ({ ...login, rooms }),
    (count) => many(count, tea),
    limits.roomsPerSessionMax,
  ],
  [
    "rooms of somebody",
    (rooms) => ({ ...whois, rooms }),
    (count) => many(count, "tea"),
    limits.roomsPerSessionMax,
  ],
  ["rooms", (rooms) => ({ type: "rooms", rooms }), (count) => many(count, tea), limits.roomsMax],
  [
    "members",
    (members) => ({ type: "ls", members }),
    (count) => many(count, member),
    limits.membersListedMax,
  ],
  [
    "entries",
    (entries) => ({ type: "history", entries }),
    (count) => many(count, entry),
    limits.historyEntriesMax,
  ],
  [
    "bytes of entries",
    (entries) => ({ type: "search", entries }),
    (bytes) => entriesOf(bytes),
    limits.historyBytesMax,
  ],
];
const numbers: readonly Bound[] = [
  ["the place of a message", (seq) => ({ ...entry, seq }), (seq) => seq, Number.MAX_SAFE_INTEGER],
  [
    "a room's newest message",
    (seq) => ({ ...tea, type: "join", seq }),
    (seq) => seq,
    Number.MAX_SAFE_INTEGER,
  ],
  [
    "how many are in it",
    (members) => ({ ...tea, type: "join", members }),
    (count) => count,
    Number.MAX_SAFE_INTEGER,
  ],
  [
    "how many see it",
    (watchers) => ({ type: "typing", watchers }),
    (count) => count,
    Number.MAX_SAFE_INTEGER,
  ],
  ["when a message was sent", (at) => ({ ...entry, time: at }), (at) => at, timeMax - 1],
  ["when a direct message was sent", (at) => ({ ...direct, time: at }), (at) => at, timeMax - 1],
  ["when somebody came", (at) => ({ ...notice, time: at }), (at) => at, timeMax - 1],
  ["since when they are there", (since) => ({ ...whois, since }), (at) => at, timeMax - 1],
  ["when they spoke", (spoke) => ({ ...whois, spoke }), (at) => at, timeMax - 1],
];

type Bound = readonly [string, (value: unknown) => object, (size: number) => unknown, number];

function stamped(body: string): object {
  return { type: "broadcast", msg: `[TIME : Mon Nov 23 09:44:03 2026]\r\n${body}\r\n` };
}

/** A list of names as long as the text. */
function withLines(text: unknown): string {
  return String(text).replace(/x{9}x/g, "xxxxxxxxx\n");
}

function entriesOf(bytes: number): readonly object[] {
  const sizes = many(Math.floor(bytes / messageBytesMax), messageBytesMax);
  return [...sizes, bytes % messageBytesMax].map((size) => ({ ...entry, msg: letters(size) }));
}

function isRead(fields: object): boolean {
  return decodeServerMessage(JSON.stringify(fields)).ok;
}

describe("decodeServerMessage", () => {
  test.each([...names, ...texts, ...lists, ...numbers])(
    "takes %s up to its bound",
    (_, frame, value, max) => {
      expect(isRead(frame(value(max)))).toBe(true);
      expect(isRead(frame(value(max + 1)))).toBe(false);
    },
  );

  test.each([
    [limits.classicFrameBytesMax, true],
    [limits.classicFrameBytesMax - 1, false],
    [0, false],
    [limits.frameBytesMax + 0.5, false],
    [Number.MAX_SAFE_INTEGER, true],
    ["80", false],
  ])("takes no limit for frames into which nothing fits: %p", (frame, read) => {
    expect(isRead({ ...login, limits: { frame } })).toBe(read);
  });

  test("takes no time that a date cannot hold", () => {
    for (const at of ["1e300", "1e999", "-1e300", "8640000000000001", String(-timeMax)])
      expect(
        decodeServerMessage(JSON.stringify({ ...entry, time: 0 }).replace('"time":0', `"time":${at}`)).ok,
      ).toBe(false);
    expect(decodeServerMessage(JSON.stringify(stamped("[al] : hi")).replace("2026", "275760")).ok).toBe(true);
  });

  test("takes no room that is named as a direct conversation, and nobody without a name", () => {
    for (const room of ["@", "@al", "\u001b[0m@al"]) expect(isRead({ ...entry, room })).toBe(false);
    for (const from of ["", "\u0007"]) expect(isRead({ ...entry, from })).toBe(false);
  });

  test("takes no known event that breaks its bounds for a sentence", () => {
    for (const event of ["join", "leave", "topic", "nick", "away"])
      expect(isRead({ ...notice, event, time: 1e300, msg: "it joined" })).toBe(false);
  });

  test("leaves out and counts the entries of an answer that break their bounds", () => {
    const entries = [entry, { ...entry, seq: 2, time: 1e300 }, { ...entry, seq: 3 }, 7];
    expect(
      decodeServerMessage(JSON.stringify({ type: "history", room: "tea", entries, key: "k" })),
    ).toMatchObject({
      ok: true,
      value: { entries: [{ seq: 1 }, { seq: 3 }], broken: 2, key: "k" },
    });
  });

  test("says of what it refuses for which request it was", () => {
    expect(decodeServerMessage(JSON.stringify({ ...whois, since: 1e300, key: "k" }))).toMatchObject({
      ok: false,
      regarding: "whois",
      key: "k",
    });
    expect(decodeServerMessage(JSON.stringify({ ...whois, key: letters(65) })).ok).toBe(false);
  });

  test("never throws, and gives nothing beyond the bounds, whatever is sent", () => {
    fc.assert(
      fc.property(anyMessage, (fields) => {
        const message = decodeServerMessage(JSON.stringify(fields));
        if (message.ok) expectWithin(message.value);
      }),
      { numRuns: 1_000 },
    );
  });
});

const anyValue = fc.oneof(
  fc.constantFrom<unknown>("tea", "@al", "", 1, 0, -1, 1.5, 1e300, time, true, null),
  fc.integer({ min: 0, max: 14 }).map((power) => letters(2 ** power)),
  fc.integer({ min: 0, max: 12 }).map((power) => "\u001b[1m\n".repeat(2 ** power)),
  anyCodePoints({ maxLength: 300 }),
  fc.jsonValue({ maxDepth: 2 }),
);
const good = [entry, direct, notice, { ...notice, event: "nick", to: "bo" }, whois, { ...tea, type: "join" }];
const lifelike = [
  ...good,
  { ...login, nickname: "al", token: "t", server: { name: "x", version: "1" }, rooms: [tea] },
  { type: "login", success: false, code: "nickname_taken", nickname: "al", msg: "taken" },
  { type: "error", code: "room_name", graphemesMax: 32, msg: "no", key: "k" },
  { type: "ls", room: "tea", members: [{ ...member, away: true, msg: "lunch" }], key: "k" },
  { type: "rooms", rooms: [tea], key: "k" },
  { type: "history", room: "tea", entries: [entry, direct], key: "k" },
  { type: "away", away: true, msg: "lunch" },
  { type: "typing", nickname: "al", room: "tea", to: "bo" },
  stamped("[al] : hi"),
  { type: "ignore", success: true, ignoring: true, msg: "x" },
];
/** A message as servers send it, of which some fields, at any depth, are something else. */
const anyMessage = fc
  .tuple(
    fc.constantFrom<object>(...lifelike),
    fc.array(fc.tuple(fc.nat({ max: 4 }), anyValue), { minLength: 30, maxLength: 30 }),
  )
  .map(([message, others]) => {
    const left = others.values();
    const mutated = (value: unknown): unknown => {
      const [chance, other] = left.next().value ?? [1, undefined];
      if (chance === 0) return other;
      if (Array.isArray(value)) return value.map(mutated);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mutated(inner)]));
    };
    return {
      ...message,
      ...Object.fromEntries(
        Object.entries(message).map(([name, value]) => [name, name === "type" ? value : mutated(value)]),
      ),
    };
  });

const times: ReadonlySet<string> = new Set(["time", "since", "spokeAt"]);
const bytesMax: ReadonlyMap<string, number> = new Map([
  ["nickname", 1_024],
  ["from", 1_024],
  ["to", 1_024],
  ["room", nicknameBytesMax + 1],
  ["log", nicknameBytesMax],
  ["topic", 3 * topicCharactersMax],
  ["key", 3 * keyCharactersMax],
]);

/** Every field of a message, by its name. */
function expectWithin(value: unknown, name = ""): void {
  if (typeof value === "string")
    expect(Buffer.byteLength(value)).toBeLessThanOrEqual(bytesMax.get(name) ?? limits.sentenceBytesMax);
  if (typeof value === "number")
    expect(times.has(name) ? isTime(value) : Number.isSafeInteger(value)).toBe(true);
  if (typeof value !== "object" || value === null) return;
  for (const [inner, field] of Object.entries(value))
    expectWithin(field, Array.isArray(value) ? name : inner);
}
