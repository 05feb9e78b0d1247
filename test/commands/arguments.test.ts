/** How a table turns arguments and environment into values, and what it says when it cannot. */
import { expect, test } from "bun:test";
import { describeProblem, parseArguments } from "../../src/commands/arguments.ts";
import type { Command } from "../../src/commands/command.ts";
import { choiceFlag, portFlag, switchFlag, textFlag } from "../../src/commands/flag.ts";
import { en } from "../../src/locale/en.ts";

const port = portFlag({ name: "port", text: "port", fallback: 12_231 });
const name = textFlag({ name: "name", text: "name", takes: "NAME", fallback: "chat", charactersMax: 20 });
const format = choiceFlag({ name: "log-format", text: "logFormat", fallback: "text" }, ["text", "json"]);
const noHttp = switchFlag({ name: "no-http", text: "noHttp" });

const command: Command = {
  name: "open",
  summary: () => "opens",
  positionals: [
    {
      name: "DOOR",
      text: () => "which",
      problem: (value) => (value === "wall" ? () => "A wall." : undefined),
    },
  ],
  flags: [port, name, format, noHttp],
  run: () => Promise.resolve(0),
};

test.each([
  [["d"], {}, { port: 12_231, name: "chat", format: "text", noHttp: false }],
  [["d", "--port", "1", "--name=a b"], {}, { port: 1, name: "a b", format: "text", noHttp: false }],
  [["--port=0", "d", "--no-http"], {}, { port: 0, name: "chat", format: "text", noHttp: true }],
  [
    ["d"],
    { CHAT_PORT: "7", CHAT_LOG_FORMAT: "json", CHAT_NO_HTTP: "1" },
    { port: 7, format: "json", noHttp: true },
  ],
  [["d", "--port", "8"], { CHAT_PORT: "7" }, { port: 8 }],
  [["d", "--no-http=no"], { CHAT_NO_HTTP: "yes" }, { noHttp: false }],
  [["d"], { CHAT_PORT: "" }, { port: 12_231 }],
  [["d", "--port", "1", "--port", "2"], {}, { port: 2 }],
  [["--no-http", "d"], {}, { noHttp: true }],
  [["--name=-x", "--", "d"], {}, { name: "-x" }],
] as const)("parseArguments reads %j with %j", (parameters, environment, values) => {
  const parsed = parseArguments(command, parameters, { environment });
  if (!parsed.ok) throw new Error(describeProblem(parsed.problem, en.usage));
  const { given } = parsed;
  expect(given.positionals).toEqual(["d"]);
  const got = {
    port: given.get(port),
    name: given.get(name),
    format: given.get(format),
    noHttp: given.get(noHttp),
  };
  expect(got).toMatchObject(values);
});

test("isGiven tells a value that was chosen from the fallback, though it is the same", () => {
  const given = (parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
    const parsed = parseArguments(command, ["d", ...parameters], { environment });
    return parsed.ok && parsed.given.isGiven(port);
  };
  expect(given([])).toBe(false);
  expect(given(["--port", String(port.fallback)])).toBe(true);
  expect(given([], { CHAT_PORT: String(port.fallback) })).toBe(true);
});

test("getTyped knows nothing of the environment", () => {
  const parsed = parseArguments(command, ["d", "--name", "hall"], { environment: { CHAT_PORT: "7" } });
  if (!parsed.ok) throw new Error(parsed.problem.code);
  expect([parsed.given.getTyped(name), parsed.given.getTyped(port)]).toEqual(["hall", undefined]);
});

test.each([
  [["d", "--prot", "1"], {}, "There is no option --prot. Did you mean --port?"],
  [["d", "--banana"], {}, "There is no option --banana."],
  [["d", "-p", "1"], {}, "There is no option -p. Did you mean --port?"],
  [["d", "--constructor"], {}, "There is no option --constructor."],
  [["d", "--__proto__"], {}, "There is no option --__proto__."],
  [["d", "--port"], {}, "The option --port needs a value."],
  [["d", "--port="], {}, "The option --port needs a value."],
  [["d", "--port", "--no-http"], {}, "The option --port needs a value."],
  [["d", "--port", "x"], {}, '--port cannot be "x". It must be a whole number from 0 to 65535.'],
  [["d"], { CHAT_PORT: "x" }, 'CHAT_PORT cannot be "x". It must be a whole number from 0 to 65535.'],
  [
    ["d", "--port", "1"],
    { CHAT_PORT: "x" },
    'CHAT_PORT cannot be "x". It must be a whole number from 0 to 65535.',
  ],
  [["d", "--log-format=xml"], {}, '--log-format cannot be "xml". It must be one of text, json.'],
  [["d", "--no-http=perhaps"], {}, '--no-http cannot be "perhaps". It must be yes or no.'],
  [["d", "e"], {}, '"e" is one argument too many.'],
  [["d", "--no-http", "e"], {}, '"e" is one argument too many.'],
  [["d", "\u001b[31mred"], {}, '"red" is one argument too many.'],
  [[], {}, "DOOR is missing."],
  [["wall"], {}, "A wall."],
] as const)("parseArguments refuses %j with %j", (parameters, environment, sentence) => {
  const parsed = parseArguments(command, parameters, { environment });
  expect(parsed.ok ? undefined : describeProblem(parsed.problem, en.usage)).toBe(sentence);
});
