/** The flags of `bun run bench`. */
import { parseArgs } from "node:util";
import type { Cell } from "./cells.ts";
import { cellsDefault, sendersMax, shared } from "./cells.ts";
import { clientCell } from "./client/cell.ts";
import { otherClients } from "./client/clients.ts";
import { otherPeers } from "./peers/all.ts";
import type { ChatOptions } from "./peers/chat.ts";
import { stores } from "./peers/chat.ts";

export interface Options extends ChatOptions {
  readonly cells: readonly Cell[];
  /** Whether clients at terminals are measured, too. */
  readonly client: boolean;
  /** Names of other servers and clients; undefined: all that are installed. */
  readonly peers: readonly string[] | undefined;
  readonly seconds: number;
  /** How often each cell is measured. */
  readonly rounds: number;
  readonly jsonFile: string | undefined;
}

const peerNames = [...otherPeers, ...otherClients].map(({ name }) => name);
const roundsMax = 50;

export const usage = `Measures chat, and other servers and clients on the same load where they are installed.

Usage: bun run bench [OPTIONS]

  --cells LIST      what to measure, separated by ";" (default: everything):
                      SESSIONS,SENDERS,WINDOW  sessions in one room, some of which send, each with at most WINDOW
                                               messages unanswered
                      intake                   100 sessions that each send in a room of its own
                      client                   keys typed at a terminal while messages come in
  --peers LIST      the others, separated by ",": ${peerNames.join(", ")};
                    or none (default: all that are installed)
  --stores LIST     chat with its log on: disk, memory (default: both)
  --rounds N        measures each cell N times, 1 to ${roundsMax}, all peers in turns; the table shows medians with minimum
                    and maximum (default 1; on a busy machine at least 5)
  --seconds S       how long the senders of a cell send, 1 to 60 (default 4)
  --program FILE    an executable in place of dist/chat, or a .ts file that Bun runs
  --baseline FILE   another chat program, such as the build of an earlier commit, measured in the same turns; the table
                    shows the ratios of --program to it
  --json FILE       writes every measurement to a file, too, as soon as it is made
  --profile DIR     writes CPU profiles of the server to DIR; needs a .ts file as --program
  --help            shows this text

Figures depend on the machine and on what else it does: compare only what one run has measured. A peer that fails in a
cell is left out of the rest of this cell. On SIGINT, SIGTERM and SIGHUP all peers are ended and their folders removed.
`;

/** @throws UsageError */
export function parseOptions(parameters: readonly string[]): Options | "help" {
  const values = parseFlags(parameters);
  if (values.help) return "help";
  const { seconds, rounds, program, profile } = values;
  if (!/^\d+(?:\.\d+)?$/.test(seconds) || Number(seconds) < 1 || Number(seconds) > 60)
    throw new UsageError(`--seconds takes a number from 1 to 60, not "${seconds}"`);
  if (!/^\d+$/.test(rounds) || Number(rounds) < 1 || Number(rounds) > roundsMax)
    throw new UsageError(`--rounds takes a whole number from 1 to ${roundsMax}, not "${rounds}"`);
  if (profile !== undefined && !program.endsWith(".ts"))
    throw new UsageError("--profile needs --program src/main.ts: only Bun itself writes profiles");
  for (const name of ["json", "program", "baseline", "profile"] as const)
    if (values[name] === "") throw new UsageError(`--${name} takes a path, not ""`);
  const cells = values.cells?.split(";").map((name) => name.trim());
  return {
    cells: cells === undefined ? cellsDefault : cells.filter((name) => name !== clientCell).map(parseCell),
    client: cells === undefined || cells.includes(clientCell),
    peers: values.peers === undefined ? undefined : parsePeers(values.peers),
    stores: parseNames("--stores", values.stores, stores),
    seconds: Number(seconds),
    rounds: Number(rounds),
    jsonFile: values.json,
    program,
    baseline: values.baseline,
    profileFolder: profile,
  };
}

/** A sentence for the user who gave wrong options. */
export class UsageError extends Error {}

function parseFlags(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        cells: { type: "string" },
        peers: { type: "string" },
        stores: { type: "string", default: stores.join(",") },
        seconds: { type: "string", default: "4" },
        rounds: { type: "string", default: "1" },
        json: { type: "string" },
        program: { type: "string", default: "dist/chat" },
        baseline: { type: "string" },
        profile: { type: "string" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    // The sentences behind the first tell of positional parameters, of which there are none here.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split(/\. |\n/)[0], { cause: error });
  }
}

function parsePeers(list: string): readonly string[] {
  return list.trim() === "none" ? [] : parseNames("--peers", list, peerNames);
}

function parseNames<Name extends string>(
  flag: string,
  list: string,
  known: readonly Name[],
): readonly Name[] {
  const names = list.split(",").map((part) => {
    const found = known.find((name) => name === part.trim());
    if (found === undefined)
      throw new UsageError(`${flag} takes names of ${known.join(", ")}, not "${part.trim()}"`);
    return found;
  });
  return Array.from(new Set(names));
}

function parseCell(text: string): Cell {
  if (text === "intake") return { sessions: 100, senders: 100, window: 100, rooms: "own" };
  const numbers = /^\d+,\d+,\d+$/.test(text) ? text.split(",").map(Number) : [];
  const [sessions = 0, senders = 0, window = 0] = numbers;
  const fits = senders >= 1 && senders < sessions && window >= 1;
  if (!fits || senders > sendersMax || sessions > sessionsMax || window > windowMax)
    throw new UsageError(
      `--cells takes SESSIONS,SENDERS,WINDOW with at most ${sessionsMax} sessions, fewer senders than sessions and at ` +
        `most ${sendersMax}, a window of 1 to ${windowMax}; or intake, or client; not "${text}"`,
    );
  return shared(sessions, senders, window);
}

/** Names of sessions have six digits, and one address of a loopback has 28,000 ports for them. */
const sessionsMax = 20_000;
/** A sender holds the frames of a whole window in memory. */
const windowMax = 100_000;
