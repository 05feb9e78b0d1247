/** The flags of `bun run bench`. */
import { parseArgs } from "node:util";
import type { Cell } from "./cells.ts";
import { cellsDefault, sendersMax, shared } from "./cells.ts";
import { clientCell } from "./client/cell.ts";

export interface Options {
  readonly cells: readonly Cell[];
  /** Whether clients at terminals are measured, too. */
  readonly client: boolean;
  /** Names of peers; undefined: all. Rows of our own are always measured. */
  readonly peers: readonly string[] | undefined;
  readonly seconds: number;
  /** How often each cell is measured; the round with the middle rate counts. */
  readonly rounds: number;
  readonly jsonFile: string | undefined;
  readonly program: string;
  readonly profileFolder: string | undefined;
}

export const usage = `Measures the server, and others on the same load where they are installed.

Usage: bun run bench [OPTIONS]

  --cells LIST    sessions,senders,window;… (default: all of the goals), "intake" for rooms of one, "client" for
                  keys typed at a terminal
  --peers LIST    redis,nats,ngircd,inspircd, and clients: irssi,weechat; or none (default: all)
  --seconds S     how long the senders of a cell send, 1 to 60 (default 4)
  --rounds R      how often, in turns, 1 to 9; the middle one counts (default 1). On a busy machine: 3
  --json FILE     writes the figures to a file, too
  --program FILE  another executable than dist/chat, or a .ts file that Bun runs
  --profile DIR   CPU profiles of our server go here; needs a .ts file as --program
`;

/** @throws Error with a sentence for the user */
export function parseOptions(parameters: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      cells: { type: "string" },
      peers: { type: "string" },
      seconds: { type: "string", default: "4" },
      rounds: { type: "string", default: "1" },
      json: { type: "string" },
      program: { type: "string", default: "dist/chat" },
      profile: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const seconds = Number(values.seconds);
  if (!(seconds >= 1 && seconds <= 60)) throw new Error("--seconds takes a number from 1 to 60");
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 9))
    throw new Error("--rounds takes a whole number from 1 to 9");
  if (values.profile !== undefined && !values.program.endsWith(".ts"))
    throw new Error("--profile needs --program src/main.ts: only Bun itself writes profiles");
  const names = values.cells?.split(";").map((name) => name.trim());
  return {
    cells: names === undefined ? cellsDefault : names.filter((name) => name !== clientCell).map(parseCell),
    client: names === undefined || names.includes(clientCell),
    peers: values.peers?.split(",").filter((name) => name !== "none"),
    seconds,
    rounds,
    jsonFile: values.json,
    program: values.program,
    profileFolder: values.profile,
  };
}

function parseCell(text: string): Cell {
  if (text === "intake") return { sessions: 100, senders: 100, window: 100, rooms: "own" };
  const [sessions = 0, senders = 0, window = 0, ...rest] = text.split(",").map(Number);
  const whole = [sessions, senders, window].every((number) => Number.isInteger(number) && number >= 1);
  if (!whole || rest.length > 0 || senders > sendersMax || senders >= sessions || sessions > sessionsMax)
    throw new Error(
      `--cells takes sessions,senders,window, with at most ${sessionsMax} sessions, and fewer than these and at most ` +
        `${sendersMax} senders; not "${text}"`,
    );
  return shared(sessions, senders, window);
}

/** Names of sessions have six digits, and one address of a loopback has 28,000 ports for them. */
const sessionsMax = 20_000;
