/**
 * Reads a command's arguments and environment by its table. What is wrong comes back as data, and `describeProblem` puts it
 * into words.
 */
import { parseArgs } from "node:util";
import type { ParseArgsOptionsConfig } from "node:util";
import type { UsageTexts } from "../locale/usage-texts.ts";
import { assertNever } from "../base/assert-never.ts";
import { nearest } from "../base/nearest.ts";
import { excerpt } from "../protocol/text.ts";
import type { Command, Environment, Given } from "./command.ts";
import type { Flag, FlagValue } from "./flag.ts";
import { variableOf } from "./flag.ts";

/** What is wrong with a command line. `name` is written as the person wrote it: --port or CHAT_PORT. */
export type Problem =
  | { readonly code: "unknown_command"; readonly name: string; readonly nearest: string | undefined }
  | { readonly code: "unknown_flag"; readonly name: string; readonly nearest: string | undefined }
  | { readonly code: "value_missing"; readonly name: string }
  | {
      readonly code: "value_bad";
      readonly name: string;
      readonly value: string;
      readonly flag: Flag;
    }
  | { readonly code: "argument_extra"; readonly value: string }
  | { readonly code: "argument_missing"; readonly name: string }
  | { readonly code: "argument_bad"; readonly sentence: (usage: UsageTexts) => string };

export type Parsed =
  { readonly ok: true; readonly given: Given } | { readonly ok: false; readonly problem: Problem };

/** What says something where the arguments do not; of the settings, which are checked, the environment wins. */
export interface ValueSources {
  readonly environment: Environment;
  readonly settings?: ReadonlyMap<string, string>;
}

/** The arguments after the command's name. Every given value is checked, also one that a flag overrules. */
export function parseArguments(
  command: Command,
  parameters: readonly string[],
  { environment, settings = new Map() }: ValueSources,
): Parsed {
  const typed = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokensOf(command, parameters)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = command.flags.find(({ name }) => name === token.name && token.rawName === `--${name}`);
    if (flag === undefined) return refuse(unknownFlag(token.rawName, command));
    const value = flag.takes === undefined ? (token.value ?? "true") : token.value;
    const swallowed = token.inlineValue === false && value?.startsWith("-") === true;
    if (value === undefined || value === "" || swallowed)
      return refuse({ code: "value_missing", name: token.rawName });
    typed.set(flag.name, value);
  }
  const surrounding = new Map([...settings, ...fromEnvironment(command, environment)]);
  const bad = badValue(command, typed, surrounding) ?? badPositional(command, positionals);
  return bad === undefined ? { ok: true, given: givenOf(positionals, typed, surrounding) } : refuse(bad);
}

/** One sentence about a problem. */
export function describeProblem(problem: Problem, usage: UsageTexts): string {
  switch (problem.code) {
    case "unknown_command":
      return usage.unknownCommand(excerpt(problem.name), problem.nearest);
    case "unknown_flag":
      return usage.unknownFlag(excerpt(problem.name), problem.nearest);
    case "value_missing":
      return usage.flagNeedsValue(problem.name);
    case "value_bad":
      return usage.badFlag(problem.name, excerpt(problem.value), problem.flag.expected(usage));
    case "argument_extra":
      return usage.unexpectedArgument(excerpt(problem.value));
    case "argument_missing":
      return usage.missingArgument(problem.name);
    case "argument_bad":
      return problem.sentence(usage);
    default:
      return assertNever(problem);
  }
}

/** Not strict, so that problems come as tokens and get sentences of our own. */
function tokensOf(command: Command, parameters: readonly string[]) {
  const options: ParseArgsOptionsConfig = {};
  for (const { name, takes } of command.flags)
    options[name] = { type: takes === undefined ? "boolean" : "string" };
  const config = {
    args: [...parameters],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  } as const;
  return parseArgs(config).tokens;
}

function unknownFlag(rawName: string, command: Command): Problem {
  const names = [...command.flags.map(({ name }) => name), "help", "version"];
  const meant = nearest(rawName.replace(/^-+/, ""), names);
  return { code: "unknown_flag", name: rawName, nearest: meant === undefined ? undefined : `--${meant}` };
}

/** An empty variable is one that is not set, as POSIX's own variables have it. */
function fromEnvironment(command: Command, environment: Environment): ReadonlyMap<string, string> {
  const found = command.flags.map((flag) => [flag.name, environment[variableOf(flag)] ?? ""] as const);
  return new Map(found.filter(([, value]) => value !== ""));
}

type Raw = ReadonlyMap<string, string>;

function badValue(command: Command, typed: Raw, surrounding: Raw): Problem | undefined {
  for (const flag of command.flags) {
    const sources = [
      { name: `--${flag.name}`, value: typed.get(flag.name) },
      { name: variableOf(flag), value: surrounding.get(flag.name) },
    ];
    for (const { name, value } of sources) {
      if (value !== undefined && flag.parse(value) === undefined)
        return { code: "value_bad", name, value, flag };
    }
  }
  return undefined;
}

function badPositional(command: Command, positionals: readonly string[]): Problem | undefined {
  const extra = positionals[command.positionals.length];
  const many = command.positionals.at(-1)?.many === true;
  if (extra !== undefined && !many) return { code: "argument_extra", value: extra };
  const missing = command.positionals[positionals.length];
  if (missing !== undefined && missing.many !== true && missing.optional !== true)
    return { code: "argument_missing", name: missing.name };
  for (const [index, positional] of command.positionals.entries()) {
    const value = positionals[index];
    const sentence = value === undefined ? undefined : positional.problem(value);
    if (sentence !== undefined) return { code: "argument_bad", sentence };
  }
  return undefined;
}

function givenOf(positionals: readonly string[], typed: Raw, surrounding: Raw): Given {
  const read = <Value extends FlagValue>(flag: Flag<Value>, raw: string | undefined): Value | undefined =>
    raw === undefined ? undefined : flag.parse(raw);
  return {
    positionals,
    isGiven: ({ name }) => typed.has(name) || surrounding.has(name),
    getTyped: (flag) => read(flag, typed.get(flag.name)),
    get: (flag) => read(flag, typed.get(flag.name) ?? surrounding.get(flag.name)) ?? flag.fallback,
  };
}

function refuse(problem: Problem): Parsed {
  return { ok: false, problem };
}
