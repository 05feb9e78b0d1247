/** What the arguments of `chat join` tell the client. */
import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { parseArguments } from "../../src/commands/arguments.ts";
import type { Environment } from "../../src/commands/command.ts";
import { joinCommand, joinOptions } from "../../src/commands/join.ts";
import { en } from "../../src/locale/en.ts";

function optionsOf(parameters: readonly string[], environment: Environment = {}) {
  const parsed = parseArguments(joinCommand, parameters, environment);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const signal = new AbortController().signal;
  return joinOptions(parsed.given, { environment, ...streams, signal, language: "en", catalogue: en });
}

test.each([
  [["example.org"], {}, undefined],
  [["example.org"], { CHAT_NICK: "eve" }, "eve"],
  [["bob@example.org"], { CHAT_NICK: "eve" }, "bob"],
  [["bob@example.org", "--nick", "ann"], { CHAT_NICK: "eve" }, "ann"],
] as const)("joinOptions of %j with %j takes the nearest nickname", (parameters, environment, nickname) => {
  expect(optionsOf(parameters, environment).nickname).toBe(nickname);
});

test("joinOptions has the address apart", () => {
  expect(optionsOf(["bob@[::1]:5000", "--plain"])).toMatchObject({ host: "::1", port: 5000, plain: true });
});
