/** Which mistyped words are understood. */
import { expect, test } from "bun:test";
import { nearest } from "../../src/base/nearest.ts";

const commands = ["/ls", "/help", "/h", "/i", "/quit"];
const flags = ["port", "host", "http-port", "no-http", "log-level"];

test.each([
  ["/hlep", commands, "/help"],
  ["/hepl", commands, "/help"],
  ["/qiut", commands, "/quit"],
  ["/LS", commands, "/ls"],
  ["/sl", commands, "/ls"],
  ["/q", commands, "/quit"],
  ["/x", commands, undefined],
  ["/h", commands, "/h"],
  ["/he", commands, "/help"],
  ["/dance", commands, undefined],
  ["prot", flags, "port"],
  ["hsot", flags, "host"],
  ["loglevel", flags, "log-level"],
  ["log", flags, "log-level"],
  ["http", flags, "http-port"],
  ["nohttp", flags, "no-http"],
  ["banana", flags, undefined],
  ["", flags, undefined],
  ["x".repeat(100_000), flags, undefined],
  ["port", [], undefined],
] as const)("nearest to %s", (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant);
});

test("nearest prefers the earlier of two that are as near", () => {
  expect(nearest("cat", ["bat", "rat"])).toBe("bat");
});
