/** What the arguments of `chat join` tell the client. */
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { identityFile } from "../../src/client/identity/identity-file.ts";
import { stateFolder } from "../../src/client/identity/platform-folders.ts";
import { emptySavedSession } from "../../src/client/session/saved-session.ts";
import { parseArguments } from "../../src/commands/arguments.ts";
import type { Context, Environment } from "../../src/commands/command.ts";
import { destinationOf } from "../../src/commands/destination.ts";
import { joinCommand, joinOptions } from "../../src/commands/join.ts";
import { en } from "../../src/locale/en.ts";

async function optionsOf(parameters: readonly string[], environment: Environment = {}, settings = {}) {
  const runtime = { environment, settings: new Map<string, string>(Object.entries(settings)) };
  const parsed = parseArguments(joinCommand, parameters, runtime);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const signal = new AbortController().signal;
  const context: Context = { environment, ...streams, signal, language: "en", catalogue: en };
  const destination = await destinationOf(parsed.given, context, true);
  if (typeof destination !== "object") throw new Error(destination);
  return joinOptions(parsed.given, context, destination);
}

test.each([
  [["example.org"], {}, undefined],
  [["example.org"], { CHAT_NICK: "eve" }, "eve"],
  [["bob@example.org"], { CHAT_NICK: "eve" }, "bob"],
  [["bob@example.org", "--nick", "ann"], { CHAT_NICK: "eve" }, "ann"],
] as const)(
  "joinOptions of %j with %j takes the nearest nickname",
  async (parameters, environment, nickname) => {
    expect((await optionsOf(parameters, environment)).nickname).toBe(nickname);
  },
);

test.each([
  ["at a terminal is that of the last time", true, { nickname: "Ann", again: true }],
  ["of a program is none", false, { nickname: undefined, again: false }],
  ["of a program whose input says nothing is none", undefined, { nickname: undefined, again: false }],
] as const)("destinationOf: the nickname that nobody named, %s", async (_, isTTY, expected) => {
  const home = mkdtempSync(join(tmpdir(), "chat-destination-"));
  const environment = { HOME: home };
  const place = { host: "example.org", port: 5000, nickname: "Ann", joinedAt: 5 };
  const file = identityFile(stateFolder(environment) ?? "", "example.org:5000", "Ann");
  file.write(emptySavedSession, place);
  const parsed = parseArguments(joinCommand, ["example.org:5000"], { environment });
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const stdin = Object.assign(new PassThrough(), isTTY === undefined ? {} : { isTTY });
  const streams = { stdin, stdout: new PassThrough(), stderr: new PassThrough() };
  const { signal } = new AbortController();
  const context: Context = { environment, ...streams, signal, language: "en", catalogue: en };
  expect(await destinationOf(parsed.given, context, true)).toMatchObject(expected);
  rmSync(home, { recursive: true });
});

test("joinOptions has the address apart", async () => {
  expect(await optionsOf(["bob@[::1]:5000", "--plain"])).toMatchObject({
    host: "::1",
    port: 5000,
    plain: true,
  });
});

test("joinOptions takes a flag before the environment, and that before the settings file", async () => {
  const settings = { notify: "all", bell: "no", backlog: "0", nick: "sam", colour: "never" };
  const environment = { CHAT_NOTIFY: "off", CHAT_COLOUR: "always" };
  const options = await optionsOf(["example.org", "--colour", "auto"], environment, settings);
  expect(options).toMatchObject({ nickname: "sam", plain: false, json: false });
  expect(options.preferences).toEqual({
    typing: true,
    notify: "off",
    bell: false,
    notifications: true,
    colour: "auto",
    inputHistory: true,
    backlog: 0,
  });
});

test("chat join without an address says what to do where nobody can be asked", async () => {
  const parsed = parseArguments(joinCommand, [], { environment: {} });
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const { signal } = new AbortController();
  const context: Context = { environment: {}, ...streams, signal, language: "en", catalogue: en };
  expect(await joinCommand.run(parsed.given, context)).toBe(2);
  expect(String(streams.stderr.read())).toBe("[NICK@]HOST[:PORT] is missing. See chat join --help.\n");
});
