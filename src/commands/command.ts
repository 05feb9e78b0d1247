/**
 * What a command is: a table that parsing, environment variables and help are made from, and a function to run. Must not
 * know any command.
 */
import type { Input, Output } from "../base/streams.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import type { UsageTexts } from "../locale/usage-texts.ts";
import type { Language } from "../locale/language.ts";
import type { Flag, FlagValue } from "./flag.ts";

export interface Command {
  readonly name: string;
  readonly summary: (usage: UsageTexts) => string;
  readonly positionals: readonly Positional[];
  readonly flags: readonly Flag[];
  /** Those of the flags that may stand in the settings file, too. */
  readonly settings?: readonly Setting[];
  /** What else is to be known, at the end of the help. */
  readonly note?: (usage: UsageTexts) => string;
  /** Goes on when the terminal is gone that it was started in. */
  readonly outlivesTerminal?: true;
  /** Does it, and resolves to the exit code. It ends early, and well, when `context.signal` is aborted. */
  readonly run: (given: Given, context: Context) => Promise<number>;
}

/** A flag that may stand in the settings file; `holds` is what TOML has there. */
export interface Setting {
  readonly flag: Flag;
  readonly holds: "text" | "number" | "switch";
}

/** An argument without a flag. Each is needed, unless it says otherwise; `name` is how help writes it. */
export interface Positional {
  readonly name: string;
  readonly text: (usage: UsageTexts) => string;
  /** Any number of them, or none; only the last one may be so. */
  readonly many?: boolean;
  /** It may be left out; only the last one may be so. */
  readonly optional?: boolean;
  /** What is wrong with a value, as a sentence yet to be put into words; undefined when nothing is. */
  readonly problem: (value: string) => ((usage: UsageTexts) => string) | undefined;
}

/** What was given to a command, checked: every flag of its table has a value of its kind. */
export interface Given {
  /** The arguments without flags: one for each positional of the table, and then those of which there may be many. */
  readonly positionals: readonly string[];
  /** From the flag, else from the environment, else from the settings file, else the fallback. */
  readonly get: <Value extends FlagValue>(flag: Flag<Value>) => Value;
  /** Whether the flag, the environment or the settings file has it: not the fallback. */
  readonly isGiven: (flag: { readonly name: string }) => boolean;
  /** From the flag alone; undefined when it was not there. */
  readonly getTyped: <Value extends FlagValue>(flag: Flag<Value>) => Value | undefined;
}

/** The world that a command acts in, so that a test can hand in another one. */
export interface Context {
  readonly environment: Environment;
  /** The command that starts this program; undefined if that is not known. */
  readonly program?: readonly string[] | undefined;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted when the program shall end. */
  readonly signal: AbortSignal;
  /** Of `--lang`, CHAT_LANG or the environment. */
  readonly language: Language;
  readonly catalogue: Catalogue;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Exit codes: done, could not be done, asked for wrongly, a defect of the program. */
export const exitCodes = { done: 0, failed: 1, usage: 2, defect: 70 } as const;
