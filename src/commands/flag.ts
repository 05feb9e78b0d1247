/**
 * The kinds of flags that commands have: each knows its name, its environment variable, what it takes and how to read
 * it.
 */
import { portMax } from "../base/limits.ts";
import type { FlagTexts, UsageTexts } from "../locale/usage-texts.ts";
import { cleanLine } from "../protocol/text.ts";

/** One flag. `name` is without the dashes; `fallback` is its value when neither a flag nor the environment says one. */
export interface Flag<Value extends FlagValue = FlagValue> {
  readonly name: string;
  readonly text: keyof FlagTexts;
  /** What stands for the value in the help; a flag without one is a switch, which is on when it is there. */
  readonly takes?: string;
  readonly fallback: Value;
  /** The value that `raw` stands for; undefined when it stands for none. */
  readonly parse: (raw: string) => Value | undefined;
  /** What a right value looks like, as the end of "It must be …". */
  readonly expected: (usage: UsageTexts) => string;
}

export type FlagValue = string | number | boolean | undefined;

/** The fallback as a person would write it; undefined when there is nothing to say. */
export function fallbackText({ takes, fallback }: Flag): string | undefined {
  if (takes === undefined || fallback === undefined) return undefined;
  return typeof fallback === "boolean" ? (fallback ? "yes" : "no") : String(fallback);
}

/** What the help says of it. */
export function explanation(flag: Flag, usage: UsageTexts): string {
  const text = usage.flags[flag.text];
  const fallback = fallbackText(flag);
  return fallback === undefined ? text : `${text} (${usage.defaultIs(fallback)})`;
}

/** The environment variable that stands for a flag: CHAT_HTTP_PORT for http-port. */
export function variableOf(flag: Flag): string {
  return `CHAT_${flag.name.replaceAll("-", "_").toUpperCase()}`;
}

type Naming<Value extends FlagValue> = Pick<Flag<Value>, "name" | "text" | "fallback">;

/** A TCP port; 0 is any free one. */
export function portFlag<Fallback extends number>(naming: Naming<Fallback>): Flag<number> {
  return { ...naming, takes: "PORT", parse: parsePort, expected: (usage) => usage.portExpected };
}

/** Whether something is done. As a switch it takes no value, but `--plain=no` overrules CHAT_PLAIN=yes. */
export function switchFlag(naming: Omit<Naming<boolean>, "fallback">): Flag<boolean> {
  return { ...naming, fallback: false, parse: parseSwitch, expected: (usage) => usage.switchExpected };
}

/** Whether something is done that is done unless somebody says no. */
export function yesFlag(naming: Omit<Naming<boolean>, "fallback">): Flag<boolean> {
  return { ...switchFlag(naming), takes: "yes|no", fallback: true };
}

/** One word of a few. */
export function choiceFlag<Choice extends string, Fallback extends Choice | undefined>(
  naming: Naming<Fallback>,
  choices: readonly Choice[],
): Flag<Choice | Fallback> {
  return {
    ...naming,
    takes: choices.join("|"),
    parse: (raw) => choices.find((choice) => choice === raw.trim().toLowerCase()),
    expected: (usage) => usage.choiceExpected(choices),
  };
}

/** Free text on one line, cleaned, of 1 to `charactersMax` characters. */
export function textFlag<Fallback extends string | undefined>(
  naming: Naming<Fallback> & { readonly takes: string; readonly charactersMax: number },
): Flag<string | Fallback> {
  const { charactersMax, ...rest } = naming;
  return {
    ...rest,
    parse: (raw) => {
      const text = cleanLine(raw).trim();
      return text === "" || text.length > charactersMax ? undefined : text;
    },
    expected: (usage) => usage.textExpected(charactersMax),
  };
}

/** A number of things, at least one. */
export function countFlag<Fallback extends number | undefined>(
  naming: Naming<Fallback>,
): Flag<number | Fallback> {
  const parse = (raw: string) => (/^[1-9]\d{0,14}$/.test(raw.trim()) ? Number(raw) : undefined);
  return { ...naming, takes: "N", parse, expected: (usage) => usage.countExpected };
}

/** A number of things, perhaps none. */
export function numberFlag<Fallback extends number | undefined>(
  naming: Naming<Fallback>,
): Flag<number | Fallback> {
  const parse = (raw: string) => (/^\d{1,15}$/.test(raw.trim()) ? Number(raw) : undefined);
  return { ...naming, takes: "N", parse, expected: (usage) => usage.linesExpected };
}

/** A time span as people write it: 90d, 12h, 30m, 45s. The value is in milliseconds. */
export function durationFlag<Fallback extends number | undefined>(
  naming: Naming<Fallback>,
): Flag<number | Fallback> {
  return { ...naming, takes: "TIME", parse: parseDuration, expected: (usage) => usage.durationExpected };
}

export function parseDuration(raw: string): number | undefined {
  const [, count, unit = ""] = /^([1-9]\d{0,5})\s*([smhdw])$/i.exec(raw.trim()) ?? [];
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
  const found = Object.entries(unitMs).find(([name]) => name === unit.toLowerCase());
  return count === undefined || found === undefined ? undefined : Number(count) * found[1];
}

function parsePort(raw: string): number | undefined {
  const port = /^\d{1,5}$/.test(raw) ? Number(raw) : Infinity;
  return port <= portMax ? port : undefined;
}

function parseSwitch(raw: string): boolean | undefined {
  if (/^(?:1|true|yes|on)$/i.test(raw)) return true;
  return /^(?:0|false|no|off)$/i.test(raw) ? false : undefined;
}
