/** Everything that a server says, in both forms: each answer and each refusal has a frame, whoever asked for it. */
import { describe, expect, test } from "bun:test";
import { en } from "../../src/locale/en.ts";
import type { Answer, Notice } from "../../src/protocol/answers.ts";
import { classic } from "../../src/protocol/classic.ts";
import type { JsonForm } from "../../src/protocol/json-form.ts";
import { classicFrameBytesMax } from "../../src/protocol/limits.ts";
import { requestSchemas, isRequestType } from "../../src/protocol/request-schema.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";
import { v2 } from "../../src/protocol/v2.ts";
import { fieldsOf } from "../support/fields.ts";

const time = 1_795_427_043_000;
const forms: readonly JsonForm[] = [classic, v2];
const requestTypes = Object.keys(requestSchemas).filter(isRequestType);

/** The types for whose answers the old clients have no other form. */
const classicForms: ReadonlyMap<string, object> = new Map([
  ["login", { type: "login", success: false }],
  ["ignore", { type: "ignore", success: false }],
  ["broadcast", { type: "broadcast" }],
  ["ls", { type: "ls" }],
  ["help", { type: "help" }],
  ["sendto", { type: "single" }],
]);

describe.each(requestTypes)("a refused %s", (regarding) => {
  const refused: Answer = { type: "error", fault: { code: "storage" }, regarding, key: "k" };
  const sentence = en.faults.storage({ code: "storage" });

  test("is told to a classic session in the type that it waits for, or as an error with its code", () => {
    const [fields, ...more] = classic.answer(refused, en).map(fieldsOf);
    expect(more).toEqual([]);
    expect(fields).toMatchObject(classicForms.get(regarding) ?? { type: "error", code: "storage" });
    expect(String(fields?.["msg"])).toContain(sentence);
  });

  test("is told to a v2 session with its code, its key and a sentence", () => {
    expect(v2.answer(refused, en).map(fieldsOf)).toEqual([
      { type: "error", code: "storage", msg: sentence, key: "k" },
    ]);
  });
});

const entry = { log: "tea", seq: 7, time, from: "al", text: "hi" } as const;
const alike: readonly Answer[] = [
  { type: "rooms", rooms: [{ room: "tea", topic: "green", members: 2 }], key: "k" },
  { type: "join", room: "tea", topic: "green", members: 1, seq: 7, joined: true, key: "k" },
  { type: "leave", room: "tea", key: "k" },
  { type: "topic", room: "tea", topic: "green", key: "k" },
  { type: "history", room: "tea", entries: [entry], key: "k" },
  { type: "search", room: "tea", entries: [entry], backTo: 5, backTime: 7, key: "k" },
  { type: "nick", nickname: "anna", key: "k" },
  { type: "away", away: true, text: "lunch", key: "k" },
  { type: "whois", nickname: "bob", rooms: ["tea"], since: 1, spokeAt: 2, away: true, text: "x", key: "k" },
  { type: "watchers", watchers: 2, key: "k" },
  { type: "typing", nickname: "bob", room: "tea" },
  { type: "ping" },
];

test.each(alike)("a classic session is answered %j as a v2 one, in a frame that it can read", (answer) => {
  const frames = classic.answer(answer, en);
  expect(frames.map((frame) => Buffer.byteLength(frame))).toEqual([classicFrameBytesMax]);
  expect(frames.map(fieldsOf)).toEqual(v2.answer(answer, en).map(fieldsOf));
});

test("a search that did not look at all says how far it came", () => {
  const answer = { type: "search", room: "tea", entries: [], key: "k" } as const;
  const [frame = ""] = v2.answer({ ...answer, backTo: 5, backTime: 7 }, en);
  expect(fieldsOf(frame)).toEqual({ ...answer, back_to: 5, back_to_time: 7 });
  expect(decodeServerMessage(frame)).toMatchObject({ ok: true, value: { backTo: 5, backTime: 7 } });
  const [older = ""] = v2.answer({ ...answer, backTo: 5 }, en);
  expect(fieldsOf(older)).toEqual({ ...answer, back_to: 5 });
});

describe("a notice", () => {
  const notice: Notice = { event: "join", room: "tea", nickname: "al", time };
  const told = (shown: Notice) => forms.map((form) => form.notice(shown, en).length);

  test("is told to everybody", () => {
    expect(told(notice)).toEqual([1, 1]);
  });

  test("of a crowd is told to those alone who learn of it in no other way", () => {
    expect(told({ ...notice, crowded: true })).toEqual([1, 0]);
    expect(forms.map(({ capabilities }) => capabilities.crowdNotices)).toEqual([true, false]);
  });

  test("that is only to be counted is told to those who can tell it from others", () => {
    expect(told({ ...notice, silent: true })).toEqual([0, 1]);
    const [frame = ""] = v2.notice({ ...notice, silent: true }, en);
    expect(decodeServerMessage(frame)).toMatchObject({ ok: true, value: { silent: true } });
  });
});

test("each form says what its clients are able to", () => {
  expect(forms.map(({ name, capabilities, isLines }) => ({ name, ...capabilities, isLines }))).toEqual([
    {
      name: "classic",
      oneFramePerWrite: true,
      answersPings: false,
      crowdNotices: true,
      gaps: false,
      isLines: false,
    },
    {
      name: "v2",
      oneFramePerWrite: false,
      answersPings: true,
      crowdNotices: false,
      gaps: false,
      isLines: true,
    },
  ]);
});

test.each([
  ["letters", "x".repeat(5_000), 0],
  ["quotes, of two bytes each", '"'.repeat(2_500), 1],
  ["characters of three bytes each", "字".repeat(2_000), 2],
])("classic fills each frame of a long text but the last: %s", (_, long, bytesFreeMax) => {
  const frames = classic.entry({ ...entry, text: long });
  expect(frames.length).toBeGreaterThan(2);
  const free = frames.slice(0, -1).map((frame) => classicFrameBytesMax - Buffer.byteLength(frame.trimEnd()));
  expect(Math.max(...free)).toBeLessThanOrEqual(bytesFreeMax);
});
