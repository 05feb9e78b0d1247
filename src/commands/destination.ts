/** Where `chat join` goes, and as whom: what was said on the command line, else a recent server. */
import { addressText } from "../client/address-text.ts";
import type { AskServerOptions } from "../client/terminal/ask-server.ts";
import { askAddress, chooseServer } from "../client/terminal/ask-server.ts";
import type { RecentServer } from "../client/identity/identity-file.ts";
import { lastNickname, recentServers } from "../client/identity/recent-servers.ts";
import { stateFolder } from "../client/identity/platform-folders.ts";
import { hasTerminal } from "../client/terminal/terminal-face.ts";
import { localCalendar } from "../client/clock.ts";
import { portDefault } from "../protocol/limits.ts";
import { cleanLine } from "../protocol/text.ts";
import { parseAddress } from "./address.ts";
import type { Context, Given } from "./command.ts";
import { addressPositional, nicknameFlag } from "./place.ts";

export interface Destination {
  readonly host: string;
  readonly port: number;
  /** Unchecked; undefined: to be asked for. */
  readonly nickname: string | undefined;
  /** Nobody named it: it is that of the last time. */
  readonly again: boolean;
}

/**
 * At a terminal somebody can be asked. `nowhere`: they would rather leave; `unknown`: nobody can be asked.
 *
 * @param lines whether lines are all that may be shown
 */
export async function destinationOf(
  given: Given,
  context: Context,
  lines: boolean,
): Promise<Destination | "nowhere" | "unknown"> {
  const address = given.positionals[0];
  if (address !== undefined) return named(address, given, context);
  if (lines || !hasTerminal(context)) return "unknown";
  const chosen = await choose(context);
  if (chosen === undefined) return "nowhere";
  if (typeof chosen === "string") return named(chosen, given, context);
  const nickname = given.getTyped(nicknameFlag) ?? chosen.nickname;
  return { host: chosen.host, port: chosen.port, nickname, again: false };
}

/** The nickname comes from the flag, else from before the `@`, else from where it is set, else from the last time. */
function named(text: string, given: Given, { stdin, environment }: Context): Destination {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error("an address that was checked cannot be read");
  const { address } = parsed;
  const { host, port } = address;
  const said = given.getTyped(nicknameFlag) ?? address.nickname ?? given.get(nicknameFlag);
  const last =
    said === undefined && stdin.isTTY === true ? lastNickname(stateFolder(environment), address) : undefined;
  return { host, port, nickname: said ?? last, again: last !== undefined };
}

/** Resolves to a recent server, or to an address that was typed and is one. */
async function choose({
  catalogue,
  environment,
  stdin,
  stdout,
  signal,
}: Context): Promise<RecentServer | string | undefined> {
  const { usage, arrival, languageTag } = catalogue;
  const calendar = localCalendar(languageTag);
  const asking: AskServerOptions = { texts: arrival, input: stdin, output: stdout, signal };
  const problem = (address: string): string | undefined => addressPositional.problem(address)?.(usage);
  const servers = recentServers(stateFolder(environment));
  if (servers.length === 0) return askAddress("", problem, asking);
  const choices = servers.map((server) => ({
    label: serverText(server),
    hint: arrival.lastTime(`${calendar.dayText(server.joinedAt)}, ${calendar.timeText(server.joinedAt)}`),
  }));
  const chosen = await chooseServer(choices, asking);
  if (chosen === undefined) return undefined;
  if ("typed" in chosen) return askAddress(chosen.typed, problem, asking);
  return servers[choices.indexOf(chosen)];
}

/** As one would type it. */
function serverText({ nickname, host, port }: RecentServer): string {
  const address = addressText(host, port);
  const short = port === portDefault ? address.replace(/:\d+$/, "") : address;
  return cleanLine(`${nickname}@${short}`);
}
