/**
 * The command line as a whole: finds the command, answers --help and --version, says what is wrong in the language of
 * the person. Resolves to an exit code and ends nothing itself.
 */
import type { UsageTexts } from "../locale/usage-texts.ts";
import type { Language } from "../locale/language.ts";
import { catalogueOf, languageOf, languages } from "../locale/language.ts";
import { StoreError } from "../base/store-error.ts";
import { nearest } from "../base/nearest.ts";
import { cleanLine } from "../protocol/text.ts";
import { commit, target, version } from "../base/version.ts";
import type { Problem } from "./arguments.ts";
import { describeProblem, parseArguments } from "./arguments.ts";
import type { Command, Context, Environment } from "./command.ts";
import { exitCodes } from "./command.ts";
import { completionsCommand } from "./completions.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { exportCommand } from "./export.ts";
import { historyCommand } from "./history.ts";
import { joinCommand } from "./join.ts";
import { manCommand } from "./man.ts";
import { searchCommand } from "./search.ts";
import { searchProcessCommand } from "./search-process.ts";
import { sendCommand } from "./send.ts";
import { serveCommand } from "./serve.ts";
import { describeSettings, noSettings, readSettings, settingsPath } from "./settings.ts";
import { storeSentence } from "./store.ts";
import { tailCommand } from "./tail.ts";
import { topicHelp, topicNames } from "./topics.ts";

/** In the order of the help. */
export const commands: readonly Command[] = [
  serveCommand,
  joinCommand,
  sendCommand,
  tailCommand,
  historyCommand,
  searchCommand,
  exportCommand,
  completionsCommand(() => commands),
  manCommand(() => commands),
];

/** Everything of a command's context that does not follow from the arguments. */
export interface World extends Omit<Context, "language" | "catalogue"> {
  /** Aborted when the terminal is gone. */
  readonly hangup?: AbortSignal;
}

/** Runs the command that `parameters` name. Without any they ask for help. */
export async function chat(parameters: readonly string[], world: World): Promise<number> {
  const language = languageFor(parameters, world.environment);
  const context: Context = { ...world, language, catalogue: catalogueOf(language) };
  const { name, rest } = split(parameters);
  const end = rest.indexOf("--");
  const options = end < 0 ? rest : rest.slice(0, end);
  const help = options.includes("--help") || options.includes("-h");
  if (name === undefined || name === "--help" || name === "-h") return print(context, general(context));
  if (name === "help") return printHelp(withoutLanguage(rest), context);
  if (name === "--version" || name === "-V" || (options.includes("--version") && !help))
    return print(context, versionLine());
  if (name.startsWith("-")) return refuse(context, unknownGeneralFlag(name));
  const command = [...commands, searchProcessCommand].find((candidate) => candidate.name === name);
  if (command === undefined) return refuse(context, unknownCommand(name));
  if (help) return print(context, commandHelp(command, usage()));
  return run(command, rest, { world, context });

  function usage(): UsageTexts {
    return context.catalogue.usage;
  }
}

/** With what stands in the settings file, where a command has settings. */
async function run(
  command: Command,
  parameters: readonly string[],
  { world, context }: { readonly world: World; readonly context: Context },
): Promise<number> {
  const { environment, signal, hangup } = world;
  const path = settingsPath(environment);
  const settings = command.settings === undefined ? noSettings : readSettings(path, command.settings);
  if (!settings.ok) {
    const lines = settings.problems.map(
      (problem) => `${describeSettings(path, problem, context.catalogue)}\n`,
    );
    context.stderr.write(lines.join(""));
    return exitCodes.usage;
  }
  const language = languageFor(parameters, environment, settings.values.get("lang"));
  const spoken: Context = { ...context, language, catalogue: catalogueOf(language) };
  const parsed = parseArguments(command, parameters, { environment, settings: settings.values });
  if (!parsed.ok) return refuse(spoken, parsed.problem, command);
  const alone = command.outlivesTerminal === true || hangup === undefined;
  return command.run(parsed.given, alone ? spoken : { ...spoken, signal: AbortSignal.any([signal, hangup]) });
}

/** What the program ends with after an exception that no command caught: a broken store is no defect of the program. */
export function exitCodeOf(error: unknown): number {
  return error instanceof StoreError ? exitCodes.failed : exitCodes.defect;
}

/** What a person is told about such an exception; the stack only for those who ask with CHAT_DEBUG=1. */
export function describeDefect(error: unknown, environment: Environment): string {
  const catalogue = catalogueOf(languageFor([], environment));
  const reason = cleanLine(error instanceof Error ? error.message : String(error));
  const sentence =
    error instanceof StoreError ? storeSentence(error, catalogue) : catalogue.usage.defect(reason);
  if (environment["CHAT_DEBUG"] !== "1") return `${sentence}\n`;
  return `${sentence}\n${Bun.inspect(error, { colors: false })}\n`;
}

/** Also before the arguments are checked, since what is wrong with them is said in it. */
function languageFor(parameters: readonly string[], environment: Environment, setting?: string): Language {
  const inline = parameters.find((parameter) => parameter.startsWith("--lang="))?.slice("--lang=".length);
  const next = parameters.includes("--lang") ? parameters[parameters.indexOf("--lang") + 1] : undefined;
  const wishes = [inline, next, environment["CHAT_LANG"], setting].map((wish) => wish?.trim().toLowerCase());
  for (const wish of wishes) {
    const found = languages.find((language) => language === wish);
    if (found !== undefined) return found;
  }
  return languageOf(environment);
}

/** The command's name, and what belongs to it: a --lang before the name does, too. */
function split(parameters: readonly string[]): {
  readonly name: string | undefined;
  readonly rest: readonly string[];
} {
  const first = parameters[0] ?? "";
  const before = first === "--lang" ? 2 : first.startsWith("--lang=") ? 1 : 0;
  return {
    name: parameters[before],
    rest: [...parameters.slice(0, before), ...parameters.slice(before + 1)],
  };
}

function withoutLanguage(parameters: readonly string[]): readonly string[] {
  return parameters.filter(
    (parameter, index) => !parameter.startsWith("--lang") && parameters[index - 1] !== "--lang",
  );
}

function printHelp(topics: readonly string[], context: Context): number {
  const { usage } = context.catalogue;
  const [topic = "help", extra] = topics.filter((parameter) => parameter !== "--help" && parameter !== "-h");
  if (extra !== undefined) return refuse(context, { code: "argument_extra", value: extra });
  if (topic === "help") return print(context, general(context));
  const command = commands.find(({ name }) => name === topic);
  if (command !== undefined) return print(context, commandHelp(command, usage));
  const text = topicHelp(topic, context.catalogue, context.environment);
  return text === undefined ? refuse(context, unknownCommand(topic, topicNames)) : print(context, text);
}

function general({ catalogue: { usage, arrival } }: Context): string {
  const rows = topicNames.map((topic) => [`help ${topic}`, arrival.topics[topic]] as const);
  return generalHelp(commands, rows, usage);
}

function print(context: Context, text: string): number {
  context.stdout.write(text);
  return exitCodes.done;
}

function refuse(context: Context, problem: Problem, command?: Command): number {
  const { usage } = context.catalogue;
  const hint = usage.seeHelp(command === undefined ? "chat" : `chat ${command.name}`);
  context.stderr.write(`${describeProblem(problem, usage)} ${hint}\n`);
  return exitCodes.usage;
}

function unknownCommand(name: string, more: readonly string[] = []): Problem {
  const names = [...commands.map((command) => command.name), "help", ...more];
  return { code: "unknown_command", name, nearest: nearest(name, names) };
}

function unknownGeneralFlag(name: string): Problem {
  const meant = nearest(name.replace(/^-+/, ""), ["help", "version", "lang"]);
  return { code: "unknown_flag", name, nearest: meant === undefined ? undefined : `--${meant}` };
}

function versionLine(): string {
  return `chat ${version} (commit ${commit}, ${target})\n`;
}
