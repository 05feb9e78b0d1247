/** The flags of `bun run chaos`. */
import { parseArgs } from "node:util";

export interface Options {
  readonly seed: number;
  /** Go on with further seeds for so long. Undefined: one seed. */
  readonly minutes: number | undefined;
  /** Names of scenarios. Undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly stride: number;
  /** An executable in place of the one that is built. */
  readonly program: string | undefined;
  readonly keepsFolder: boolean;
}

export function usageOf(names: readonly string[]): string {
  return `Does to the built program what happens to it in the world, and checks that nothing is lost, stored or given twice, out
of order, or missing without a word. Ends with 1 if anything was wrong, and says how to do it again.

Usage: bun run chaos [OPTIONS]

  --seed N       the seed of all that is random (default: a random one)
  --minutes N    further seeds for so long (default: one seed)
  --only NAMES   only these scenarios, separated by ",": ${names.join(", ")}
  --stride N     cut at every so many bytes of a session, 1 to ${strideMax} (default ${strideDefault}); 2 takes hours
  --program FILE an executable in place of dist/chat
  --keep         keep the folders of scenarios that failed
  --help         shows this text

Processes run at the same time, so a seed gives the same moments and bytes, not the same run: repeat it a few times.
`;
}

/** A sentence for the user who gave wrong options. */
export class UsageError extends Error {}

/** @throws UsageError */
export function parseOptions(
  parameters: readonly string[],
  names: readonly string[],
  randomSeed: number,
): Options | "help" {
  const values = parseFlags(parameters);
  if (values.help) return "help";
  const only = values.only?.split(",").map((name) => name.trim());
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--only takes names of ${names.join(", ")}, not "${unknown}"`);
  if (values.program === "") throw new UsageError('--program takes a path, not ""');
  return {
    seed: values.seed === undefined ? randomSeed : wholeNumber("--seed", values.seed, [0, 2 ** 32 - 1]),
    minutes:
      values.minutes === undefined ? undefined : wholeNumber("--minutes", values.minutes, [1, minutesMax]),
    only,
    stride:
      values.stride === undefined ? strideDefault : wholeNumber("--stride", values.stride, [1, strideMax]),
    program: values.program,
    keepsFolder: values.keep,
  };
}

function parseFlags(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        seed: { type: "string" },
        minutes: { type: "string" },
        only: { type: "string" },
        stride: { type: "string" },
        program: { type: "string" },
        keep: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split(/\. |\n/)[0], { cause: error });
  }
}

function wholeNumber(flag: string, text: string, [min, max]: readonly [number, number]): number {
  if (!/^\d+$/.test(text) || Number(text) < min || Number(text) > max)
    throw new UsageError(`${flag} takes a whole number from ${min} to ${max}, not "${text}"`);
  return Number(text);
}

const strideDefault = 48;
const strideMax = 1_000;
const minutesMax = 24 * 60;
