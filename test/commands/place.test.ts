/** Who goes where: what the commands that go to a room share. */
import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { parseArguments } from "../../src/commands/arguments.ts";
import { addressPositional, nicknameFlag, pipeTargetOf, roomFlag } from "../../src/commands/place.ts";
import { catalogueOf } from "../../src/locale/language.ts";
import { Sink } from "../support/sink.ts";

const command = {
  name: "go",
  summary: () => "",
  positionals: [addressPositional],
  flags: [nicknameFlag, roomFlag],
  run: () => Promise.resolve(0),
};

function visitor(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const parsed = parseArguments(command, parameters, { environment });
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const streams = { stdin: new PassThrough(), stdout: new Sink(), stderr: new Sink() };
  const language = "en" as const;
  const { signal } = new AbortController();
  const catalogue = catalogueOf(language);
  const found = pipeTargetOf(parsed.given, { ...streams, environment, language, catalogue, signal });
  if (typeof found === "string") return found;
  const { host, port, nickname, room } = found;
  return { host, port, nickname, room };
}

const fromEnvironment = { CHAT_NICK: "env" };

test.each([
  [["h", "--nick", "flag"], fromEnvironment, "flag"],
  [["before@h", "--nick", "flag"], fromEnvironment, "flag"],
  [["before@h"], fromEnvironment, "before"],
  [["h"], fromEnvironment, "env"],
  [["before@h"], {}, "before"],
  [["h"], {}, undefined],
] as const)("visitorOf %j with %j is %p", (parameters, environment, nickname) => {
  expect(visitor(parameters, environment)).toEqual({ host: "h", port: 12231, nickname, room: "lobby" });
});

test("visitorOf takes the room from the flag, else from the environment", () => {
  const environment = { CHAT_ROOM: "Tea" };
  expect(visitor(["h"], environment)).toMatchObject({ room: "tea" });
  expect(visitor(["h", "--room", "#Coffee"], environment)).toMatchObject({ room: "coffee" });
});

test("visitorOf says what is wrong with a nickname, wherever it stands", () => {
  const sentence = 'NICK cannot be "a b".';
  expect(visitor(["a b@h"])).toStartWith(sentence);
  expect(visitor(["h", "--nick", "a b"])).toStartWith(sentence);
  expect(visitor(["h"], { CHAT_NICK: "a b" })).toStartWith(sentence);
});
