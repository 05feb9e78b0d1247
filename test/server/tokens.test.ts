/** Tokens: only this server's own prove an identity, and only whole ones. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { tokenCharactersMax } from "../../src/protocol/limits.ts";
import { tokensOf } from "../../src/server/tokens.ts";
import { anyCodePoints } from "../support/code-points.ts";

const tokens = tokensOf(new Uint8Array(32).fill(7));

test("tokensOf proves the identity it was given for", () => {
  const identity = crypto.randomUUID();
  expect(tokens.verify(tokens.issue(identity))).toBe(identity);
});

test("tokensOf gives the same token again, since none is kept", () => {
  expect(tokensOf(new Uint8Array(32).fill(7)).issue("id")).toBe(tokens.issue("id"));
});

test("tokensOf gives tokens that may be shown again at a login", () => {
  expect(tokens.issue(crypto.randomUUID()).length).toBeLessThanOrEqual(tokenCharactersMax);
});

test("tokensOf knows an identity with dots in it", () => {
  expect(tokens.verify(tokens.issue("a.b.c"))).toBe("a.b.c");
});

test("tokensOf does not know another server's tokens", () => {
  expect(tokens.verify(tokensOf(new Uint8Array(32).fill(8)).issue("id"))).toBeUndefined();
});

test("tokensOf does not know the proof of one identity for another's", () => {
  const [, proof = ""] = tokens.issue("alice").split(".");
  expect(tokens.verify(`bob.${proof}`)).toBeUndefined();
});

test("tokensOf does not know a token with any one character changed, added or missing", () => {
  const token = tokens.issue("id-1");
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === "A" ? "B" : "A";
    const [before, behind] = [token.slice(0, at), token.slice(at + 1)];
    for (const changed of [before + other + behind, before + behind, before + other + token.slice(at)])
      expect(tokens.verify(changed)).toBeUndefined();
  }
});

test.each(["", ".", "id", "id.", ".proof", "a".repeat(tokenCharactersMax)])(
  "tokensOf does not know %j",
  (token) => {
    expect(tokens.verify(token)).toBeUndefined();
  },
);

test("tokensOf throws for nothing", () => {
  fc.assert(
    fc.property(anyCodePoints(), (token) => {
      expect(tokens.verify(token)).toBeUndefined();
    }),
  );
});
