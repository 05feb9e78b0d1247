/** Which faults say that a frame could not be understood, and which that a request is refused. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { en } from "../../src/locale/en.ts";
import type { Fault, FaultCode, FaultOf } from "../../src/protocol/faults.ts";
import { faultSchema, isMalformed } from "../../src/protocol/faults.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";
import { v2 } from "../../src/protocol/v2.ts";

const codes = faultSchema.options.map(({ entries }) => entries.code.literal);
/** What any fault may bear. */
const fields = { graphemesMax: 1, charactersMax: 1, depthMax: 1, bytesMax: 1, retry_after: 1 };
const texts = { room: "tea", nickname: "bob", value: "fly", field: "msg", expected: "string" };

test("isMalformed is true of frames that cannot be understood, and of nothing else", () => {
  const malformed = codes.filter((code) => isMalformed(v.parse(faultSchema, { code, ...fields, ...texts })));
  expect(malformed.toSorted()).toEqual([
    "bad_field",
    "bad_json",
    "bad_utf8",
    "frame_too_long",
    "too_deep",
    "unknown_type",
  ]);
});

test("PROTOCOL.md lists every code of an error", () => {
  const document = readFileSync(new URL("../../src/protocol/PROTOCOL.md", import.meta.url), "utf8");
  const [, table = ""] = document.split("## Codes of an `error`");
  expect(codes.filter((code) => !table.includes(`\`${code}\``))).toEqual([]);
  // And a client reads every one that stands there.
  const listed = Array.from(table.matchAll(/^\| (`[^|]*`) +\|/gm), ([, cell = ""]) =>
    cell.split(", "),
  ).flat();
  expect(listed.map((code) => code.replaceAll("`", "")).toSorted()).toEqual(codes.toSorted());
});

const tooLong = { charactersMax: 200 };
/** A fault of each code, with the facts that its sentence needs. */
const examples: { readonly [Code in FaultCode]: FaultOf<Code> } = {
  bad_utf8: { code: "bad_utf8" },
  bad_json: { code: "bad_json" },
  not_logged_in: { code: "not_logged_in" },
  already_logged_in: { code: "already_logged_in" },
  nickname_empty: { code: "nickname_empty" },
  nickname_space: { code: "nickname_space" },
  nickname_characters: { code: "nickname_characters" },
  message_empty: { code: "message_empty" },
  ignoring: { code: "ignoring" },
  storage: { code: "storage" },
  key_too_old: { code: "key_too_old" },
  too_many_faults: { code: "too_many_faults" },
  login_timeout: { code: "login_timeout" },
  frame_timeout: { code: "frame_timeout" },
  server_full: { code: "server_full" },
  shutting_down: { code: "shutting_down" },
  replaced: { code: "replaced" },
  too_many_rooms: { code: "too_many_rooms" },
  busy: { code: "busy", retry_after: 2_000 },
  room_name: { code: "room_name", graphemesMax: 32 },
  not_in_room: { code: "not_in_room", room: "tea" },
  topic_too_long: { code: "topic_too_long", ...tooLong },
  away_too_long: { code: "away_too_long", ...tooLong },
  too_deep: { code: "too_deep", depthMax: 8 },
  frame_too_long: { code: "frame_too_long", bytesMax: 81_920 },
  message_too_long: { code: "message_too_long", bytesMax: 12_288 },
  nickname_too_long: { code: "nickname_too_long", graphemesMax: 32 },
  nickname_taken: { code: "nickname_taken", nickname: "bob" },
  nickname_unknown: { code: "nickname_unknown", nickname: "bob" },
  unknown_type: { code: "unknown_type", value: "fly" },
  bad_field: { code: "bad_field", field: "msg", expected: "string" },
};

function decoded([frame = ""]: readonly string[]): unknown {
  const message = decodeServerMessage(frame);
  return message.ok ? message.value : message;
}

test.each(Object.values(examples))(
  "a client reads the fault %j as it was, with all its facts",
  (fault: Fault) => {
    expect(decoded(v2.answer({ type: "error", fault, regarding: undefined, key: "k" }, en))).toMatchObject({
      type: "error",
      fault,
      key: "k",
    });
    expect(decoded(v2.answer({ type: "login", success: false, fault }, en))).toMatchObject({
      success: false,
      fault,
    });
  },
);

test.each(Object.values(examples).filter((fault) => Object.keys(fault).length > 1))(
  "a client shows the server's sentence where a fact of %j is missing",
  ({ code }) => {
    const frame = JSON.stringify({ type: "error", code, msg: "no" });
    expect(decoded([frame])).toEqual({ type: "error", fault: undefined, text: "no", key: undefined });
  },
);
