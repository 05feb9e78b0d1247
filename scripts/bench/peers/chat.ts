/** The project's own server, from `dist/chat` or another program, in the v2 dialect. */
import { join } from "node:path";
import { root } from "../../binary.ts";
import type { Role } from "../cells.ts";
import type { Peer, Protocol } from "./peer.ts";
import { sessionName } from "./peer.ts";

export const chatProtocol: Protocol = {
  echoes: true,
  sequence: /"seq":(\d+)/,
  greet: (session) => line({ type: "login", msg: sessionName(session), v: 2 }),
  heed(heard, { place }) {
    if (heard.includes(`"unknown_type"`)) return { type: "refused", reason: "rooms are not there yet" };
    const refusal = /\{"type":"(?:error|login","success":false)[^\n]*/.exec(heard)?.[0];
    if (refusal !== undefined) return { type: "refused", reason: refusal };
    if (place.type === "own") {
      if (heard.includes(`"room":"${place.room}"`)) return { type: "in" };
      const said = heard.includes(`"type":"login"`);
      return said ? { type: "say", words: line({ type: "join", room: place.room }) } : { type: "wait" };
    }
    return { type: heard.includes(`"type":"login","success":true`) ? "in" : "wait" };
  },
  publish(text, mark, place) {
    const room = place.type === "own" ? place.room : undefined;
    // With a key, as every client sends it that does not want to repeat or lose a message.
    return line({ type: "broadcast", room, msg: text, key: mark });
  },
};

export const stores = ["disk", "memory"] as const;
export type Store = (typeof stores)[number];

export interface ProgramOptions {
  /** The executable, or a `.ts` file that Bun runs. */
  readonly program: string;
  /** Where CPU profiles go; only for a `.ts` file. */
  readonly profileFolder: string | undefined;
}

export interface ChatOptions extends ProgramOptions {
  /** Another executable, or `.ts` file, that is measured in the same turns. */
  readonly baseline: string | undefined;
  readonly stores: readonly Store[];
}

/** With the log on disk, and without, as far as wanted; each followed by that of the baseline. */
export async function chatPeers(options: ChatOptions): Promise<readonly Peer[]> {
  const { baseline } = options;
  const own = await storesOf(options);
  const other =
    baseline === undefined ? undefined : await storesOf({ program: baseline, profileFolder: undefined });
  return options.stores.flatMap((store) => {
    const name = chatName("chat", store);
    const peer = chatPeer(name, { type: "own" }, own[store]);
    if (other === undefined) return [peer];
    return [peer, chatPeer(chatName("baseline", store), { type: "baseline", of: name }, other[store])];
  });
}

interface Variant {
  readonly program: ProgramOptions;
  readonly absent: string | undefined;
  readonly flags: (folder: string) => readonly string[];
}

/** @throws Error when the program cannot be run */
async function storesOf(program: ProgramOptions): Promise<Readonly<Record<Store, Variant>>> {
  const durable = (await serveHelp(program)).includes("--data");
  const memoryFlags = durable ? ["--memory"] : [];
  return {
    disk: {
      program,
      absent: durable ? undefined : "serve has no --data",
      flags: (folder) => ["--data", join(folder, "data")],
    },
    memory: { program, absent: undefined, flags: () => memoryFlags },
  };
}

async function serveHelp({ program }: ProgramOptions): Promise<string> {
  const command = programCommand({ program, profileFolder: undefined });
  const file = command.at(-1) ?? program;
  if (!(await Bun.file(file).exists())) throw new Error(`Cannot find the program ${file}`);
  try {
    const help = Bun.spawnSync([...command, "serve", "--help"], { timeout: helpMsMax });
    const text = help.stdout.toString();
    if (help.success && text.includes("--port")) return text;
  } catch (error) {
    throw new Error(`Cannot run ${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  throw new Error(`${file} is not a chat program: "serve --help" failed`);
}

function chatName(program: string, store: Store): string {
  return store === "disk" ? program : `${program} (${store})`;
}

function chatPeer(name: string, role: Role, { program, absent, flags }: Variant): Peer {
  return {
    name,
    protocol: "chat",
    role,
    enteringMax: 200,
    absent: () => Promise.resolve(absent),
    command: (folder, port) => {
      const place = ["--host", "127.0.0.1", "--port", String(port), "--no-http", "--log-level", "error"];
      return Promise.resolve([...programCommand(program), "serve", ...place, ...flags(folder)]);
    },
  };
}

/** What starts our program, with its parameters behind it. */
export function programCommand({ program, profileFolder }: ProgramOptions): readonly string[] {
  const path = join(root, program);
  const file = program.startsWith("/") ? program : path;
  if (!program.endsWith(".ts")) return [file];
  const profile = profileFolder === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", profileFolder];
  return [process.execPath, ...profile, file];
}

function line(fields: object): string {
  return `${JSON.stringify(fields)}\n`;
}

const helpMsMax = 10_000;
