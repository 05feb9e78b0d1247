/** The frames of the classic dialect, field for field, and whether the old client survives every one of them. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { en } from "../../src/locale/en.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import { classic } from "../../src/protocol/classic.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import { classicFrameBytesMax } from "../../src/protocol/limits.ts";
import { parseNickname } from "../../src/protocol/nickname.ts";
import { decodeRequest } from "../../src/protocol/requests.ts";
import { parseStamped, stamp } from "../../src/protocol/stamp.ts";
import { cleanText } from "../../src/protocol/text.ts";
import { fieldsOf } from "../support/fields.ts";

type Fields = Readonly<Record<string, unknown>>;

const time = Date.UTC(2026, 10, 23, 9, 44, 3);
const stamped = stamp(time);
const server = { name: "Tea room", version: "1.0" } as const;
const place = {
  token: "t",
  resumed: false,
  ignoring: false,
  rooms: [{ room: "lobby", topic: "", members: 2, seq: 7 }],
  mailboxSeq: 3,
  epochs: [],
} as const;

const answers: readonly (readonly [what: string, answer: Answer, frames: readonly Fields[]])[] = [
  [
    "a login",
    { type: "login", success: true, nickname: "alice", server, ...place },
    [{ type: "login", success: true, msg: "Welcome to Tea room, alice" }],
  ],
  [
    "a login refused",
    { type: "login", success: false, fault: { code: "nickname_taken", nickname: "alice" } },
    [{ type: "login", success: false, msg: "The nickname alice is taken. Choose another one." }],
  ],
  [
    "a list",
    {
      type: "ls",
      room: "lobby",
      members: [
        { nickname: "alice", away: false },
        { nickname: "bob", away: true },
      ],
    },
    [{ type: "ls", msg: "[ SYSTEM ] ALIVE USER : \r\nalice,\r\nbob,\r\n" }],
  ],
  ["the help", { type: "help" }, [{ type: "help", msg: `${en.classicHelp}\r\n` }]],
  [
    "ignoring",
    { type: "ignore", ignoring: true, time },
    [{ type: "ignore", success: true, msg: `${stamped}[ SYSTEM ] : ${en.ignoring}\r\n` }],
  ],
  [
    "no longer ignoring",
    { type: "ignore", ignoring: false, time },
    [{ type: "ignore", success: true, msg: `${stamped}[ SYSTEM ] : ${en.notIgnoring}\r\n` }],
  ],
  ["a pong", { type: "pong", key: "k" }, [{ type: "pong" }]],
  [
    "a repeat",
    { type: "repeat", entry: { log: "lobby", seq: 1, time, from: "alice", text: "hi" } },
    [{ type: "broadcast", msg: `${stamped}[alice] : hi\r\n` }],
  ],
  [
    "a word of somebody away",
    { type: "absent", nickname: "bob", text: "lunch", time },
    [{ type: "system_msg", msg: `${stamped}[ SYSTEM ] : bob is away: lunch\r\n` }],
  ],
  [
    "a goodbye",
    { type: "goodbye", fault: { code: "shutting_down" }, time },
    [{ type: "system_msg", msg: `${stamped}[ SYSTEM ] : The server is closing. Try again in a moment.\r\n` }],
  ],
];

test.each(answers)("classic answers %s", (_, answer, frames) => {
  expect(classic.answer(answer, en).map(fieldsOf)).toEqual([...frames]);
});

const refusal = "[ SYSTEM ] : Log in with a nickname first.\r\n";

test.each([
  ["broadcast", { type: "broadcast", msg: refusal }],
  ["sendto", { type: "single", msg: refusal }],
  ["ls", { type: "ls", msg: refusal }],
  ["help", { type: "help", msg: refusal }],
  ["ignore", { type: "ignore", success: false, msg: refusal }],
  ["login", { type: "login", success: false, msg: "Log in with a nickname first." }],
  ["ping", { type: "error", code: "not_logged_in", msg: refusal }],
  [undefined, { type: "error", code: "not_logged_in", msg: refusal }],
] as const)("classic refuses %s in the answer's own type", (regarding, frame) => {
  const answer: Answer = { type: "error", fault: { code: "not_logged_in" }, regarding };
  expect(classic.answer(answer, en).map(fieldsOf)).toEqual([frame]);
});

test("classic shows a broadcast", () => {
  expect(classic.entry(broadcast("one\ntwo\t你好")).map(fieldsOf)).toEqual([
    { type: "broadcast", msg: "[TIME : Mon Nov 23 09:44:03 2026]\r\n[alice] : one\r\n| two\t你好\r\n" },
  ]);
});

test("classic shows a private message", () => {
  expect(classic.entry({ ...broadcast("psst"), log: "@1", to: "bob" }).map(fieldsOf)).toEqual([
    { type: "single", msg: "[TIME : Mon Nov 23 09:44:03 2026]\r\n[ alice CHATTING TO bob ] : psst\r\n" },
  ]);
});

test.each([
  ["join", "alice joined the room"],
  ["leave", "alice left the room"],
  ["nick", "alice is called anna now"],
] as const)("classic shows a %s", (event, text) => {
  const to = event === "nick" ? "anna" : undefined;
  const frames = classic.notice({ event, room: "lobby", nickname: "alice", to, time }, en);
  expect(frames.map(fieldsOf)).toEqual([{ type: "system_msg", msg: `${stamped}[ SYSTEM ] : ${text}\r\n` }]);
});

test("classic tells nobody a key, a seq or an identity", () => {
  const frames = classic.entry({ ...broadcast("hi"), key: "secret", seq: 4711 }).join("");
  expect(frames).not.toMatch(/secret|4711/);
});

const anyMessage = fc
  .string({
    unit: fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        "\n",
        "\t",
        '"',
        "\\",
        "你好",
        "👨‍👩‍👧",
        "🇫🇷",
        "e\u0301",
        "x".repeat(200),
        "字".repeat(300),
      ),
    ),
    maxLength: 120,
  })
  .map(cleanText);

test("classic fills every frame to exactly the old client's read", () => {
  fc.assert(
    fc.property(anyMessage, (text) => {
      for (const frame of classic.entry(broadcast(text)))
        expect(Buffer.byteLength(frame)).toBe(classicFrameBytesMax);
    }),
  );
});

/** What somebody would write to have it taken for the server's words, or for another person's. */
const forgeries = [
  "[ SYSTEM ] : the server is closing",
  "[bob] : I quit",
  `${stamped}[bob] : I quit`,
  "bob,",
];
/** Everything that some program takes for a line's end. */
// oxlint-disable-next-line no-control-regex -- control characters are its subject
const lineEnd = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/;

test("classic lets no line of a text look like one of the server's or of another person", () => {
  const anyEnd = fc.constantFrom(
    "\n",
    "\r",
    "\r\n",
    "\v",
    "\f",
    "\u001c",
    "\u0085",
    "\u2028",
    "\u2029",
    "\u001b[E",
  );
  const anyLine = fc.oneof(
    fc.constantFrom(...forgeries),
    fc.constantFrom("", "x".repeat(300), '"'.repeat(400)),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(anyLine, anyEnd), { maxLength: 12 }), fc.boolean(), (lines, isPrivate) => {
      const text = cleanText(lines.flat().join(""));
      const to = isPrivate ? "carol" : undefined;
      const tag = isPrivate ? "[ alice CHATTING TO carol ] : " : "[alice] : ";
      for (const frame of classic.entry({ ...broadcast(text), to })) {
        const msg = String(fieldsOf(frame)["msg"]);
        expect(msg).toStartWith(stamped + tag);
        const [, ...further] = msg.slice(stamped.length).replace(/\r\n$/, "").split(lineEnd);
        expect(further.filter((line) => !line.startsWith("| "))).toEqual([]);
      }
    }),
  );
});

test.each([
  ["a topic", { type: "topic", msg: "green\n[ SYSTEM ] : gone\u2028[bob] : hi\u000b" }],
  ["what is said about being away", { type: "away", msg: "lunch\r[ SYSTEM ] : gone\u0085[bob] : hi\f" }],
] as const)("%s is one line to a classic reader", (_, asked) => {
  const decoded = decodeRequest(JSON.stringify(asked));
  const request = decoded.ok ? decoded.request : undefined;
  const said =
    request?.type === "topic" ? request.topic : request?.type === "away" ? request.text : undefined;
  const topic = classic.notice({ event: "topic", room: "lobby", nickname: "alice", topic: said, time }, en);
  const absent = classic.answer({ type: "absent", nickname: "alice", text: said ?? "", time }, en);
  for (const frame of [...topic, ...absent]) {
    const lines = String(fieldsOf(frame)["msg"]).split(lineEnd);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toStartWith("[ SYSTEM ] : alice");
  }
});

test.each(["\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029", " "] as const)(
  "no nickname holds a line's end or a blank: %j",
  (end) => expect(parseNickname(`bob${end}[SYSTEM]`).ok).toBe(false),
);

test("classic loses nothing of a text but the line ends where it cuts", () => {
  fc.assert(
    fc.property(anyMessage, (text) => {
      expect(partsOf(text).join("").replaceAll("\n", "")).toBe(text.replaceAll("\n", ""));
    }),
  );
});

test("classic keeps every line end of a text that fits in one frame", () => {
  expect(partsOf("\na\n\nb\n")).toEqual(["\na\n\nb\n"]);
});

test("classic cuts a long text between graphemes", () => {
  const parts = partsOf("👨‍👩‍👧".repeat(100));
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(part).toMatch(/^(?:👨‍👩‍👧)+$/u);
});

test("classic cuts a long text at a line's end where one is near", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index} ${"x".repeat(80)}`);
  expect(partsOf(lines.join("\n")).join("\n")).toBe(lines.join("\n"));
});

test.each([
  ["emoji joined without end", "👩\u200d".repeat(2000)],
  ["joiners without end", `a${"\u200d".repeat(4000)}`],
  ["Hangul stacked without end", "\u1100".repeat(4000)],
  ["emoji colours without end", `👋${"\u{1f3fd}".repeat(3000)}`],
  ["quotes, which take two bytes each", '"'.repeat(12_000)],
] as const)("classic cuts %s into frames that fit", (_, text) => {
  const clean = cleanText(text);
  const frames = classic.entry(broadcast(clean));
  expect(new Set(frames.map((frame) => Buffer.byteLength(frame)))).toEqual(new Set([classicFrameBytesMax]));
  expect(partsOf(clean).join("")).toBe(clean);
});

test("classic fits the longest nicknames, quotes in them too", () => {
  const [from, to] = [`"${"👩‍👩‍👧".repeat(14)}`, '"\\'.repeat(16)];
  const named = { name: "字".repeat(64), version: "" };
  const frames = [
    ...classic.entry({ ...broadcast("字".repeat(4000)), from, to }),
    ...classic.answer({ type: "login", success: true, nickname: from, server: named, ...place }, en),
    ...classic.answer(
      { type: "login", success: false, fault: { code: "nickname_taken", nickname: from } },
      en,
    ),
    ...classic.notice({ event: "join", room: "lobby", nickname: from, time }, en),
  ];
  expect(new Set(frames.map((frame) => Buffer.byteLength(frame)))).toEqual(new Set([classicFrameBytesMax]));
});

test("classic cuts a long list between nicknames, each part with its tag", () => {
  const nicknames = Array.from({ length: 300 }, (_, index) => `nick-${index}`);
  const members = nicknames.map((nickname) => ({ nickname, away: false }));
  const parts = classic.answer({ type: "ls", room: "lobby", members }, en).map(fieldsOf);
  const names = parts.map(({ msg }) => String(msg).replace("[ SYSTEM ] ALIVE USER : \r\n", "")).join("");
  expect(names).toBe(nicknames.map((nickname) => `${nickname},\r\n`).join(""));
});

function broadcast(text: string): Entry {
  return { log: "lobby", seq: 1, time, from: "alice", text };
}

/** The text of each frame of a broadcast, as the log has it. */
function partsOf(text: string): readonly string[] {
  return classic.entry(broadcast(text)).map((frame) => {
    const stampedText = parseStamped(String(fieldsOf(frame)["msg"]));
    expect(stampedText).toMatchObject({ time, from: "alice" });
    return stampedText.text.replaceAll("\r\n| ", "\n");
  });
}
