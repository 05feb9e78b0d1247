/** What is said of a command line that its table lets pass, but that makes no sense. */
import type { Context } from "./command.ts";
import { exitCodes } from "./command.ts";

/** Two things were given of which one would go unheard. Tells so, and gives the exit code. */
export function refuseBoth(
  { catalogue: { usage }, stderr }: Context,
  command: string,
  [one, other]: readonly [string, string],
): number {
  stderr.write(`${usage.exclusive(one, other)} ${usage.seeHelp(command)}\n`);
  return exitCodes.usage;
}
