/** The nicknames that a program tries. */
import { describe, expect, test } from "bun:test";
import { nicknamesFor } from "../../../src/client/pipe/nicknames.ts";
import { nicknameTriesMax } from "../../../src/client/limits.ts";
import { parseNickname } from "../../../src/protocol/nickname.ts";

const half = (): number => 0.5;

describe("nicknamesFor", () => {
  test("takes a chosen one, and no other", () => {
    expect([...nicknamesFor("ann", "root", half)]).toEqual(["ann"]);
  });

  test("takes the user's, then others like it, and not for ever", () => {
    const names = [...nicknamesFor(undefined, "ann", half)];
    expect(names.slice(0, 4)).toEqual(["ann", "ann-2", "ann-3", "ann-8000"]);
    expect(names).toHaveLength(nicknameTriesMax);
  });

  test.each([
    ["Ann Lee", "Ann_Lee"],
    ["DOMAIN\\ann", "DOMAIN\\ann"],
    ["小明", "小明"],
    ["a\u0000b\u200b", "ab"],
    ["", "guest"],
    ["\u200b", "guest"],
    ["x".repeat(300), "x".repeat(27)],
  ])("makes of %j what the rules allow", (user, expected) => {
    expect(nicknamesFor(undefined, user, half).next().value).toBe(expected);
  });

  test.each(["ann", "e\u0301".repeat(40), "👩‍👩‍👧‍👦".repeat(40), "小".repeat(100), " \t"])(
    "keeps to the rules with every ending: %j",
    (user) => {
      for (const name of nicknamesFor(undefined, user, () => 0.99999)) {
        expect(parseNickname(name)).toEqual({ ok: true, value: name });
      }
    },
  );
});
