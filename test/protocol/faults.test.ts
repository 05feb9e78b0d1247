/** Which faults say that a frame could not be understood, and which that a request is refused. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { faultSchema, isMalformed } from "../../src/protocol/faults.ts";

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
