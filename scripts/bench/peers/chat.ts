/** The project's own server, from `dist/chat` or another program, in the v2 dialect. */
import { join } from "node:path";
import { root } from "../../binary.ts";
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

export interface ChatOptions {
  /** The executable, or a `.ts` file that Bun runs. */
  readonly program: string;
  /** Where CPU profiles go; only for a `.ts` file. */
  readonly profileFolder: string | undefined;
}

/** With the log on disk, and without. */
export async function chatPeers(options: ChatOptions): Promise<readonly Peer[]> {
  const help = Bun.spawnSync([
    ...programCommand({ ...options, profileFolder: undefined }),
    "serve",
    "--help",
  ]);
  const durable = help.stdout.toString().includes("--data");
  const memoryFlags = durable ? ["--memory"] : [];
  return [
    chatPeer("chat", options, {
      absent: durable ? undefined : "serve has no --data yet",
      flags: (folder) => ["--data", join(folder, "data")],
    }),
    chatPeer("chat (memory)", options, { absent: undefined, flags: () => memoryFlags }),
  ];
}

interface Variant {
  readonly absent: string | undefined;
  readonly flags: (folder: string) => readonly string[];
}

function chatPeer(name: string, options: ChatOptions, variant: Variant): Peer {
  return {
    name,
    protocol: "chat",
    own: true,
    enteringMax: 200,
    absent: () => Promise.resolve(variant.absent),
    command: (folder, port) => {
      const place = ["--host", "127.0.0.1", "--port", String(port), "--no-http", "--log-level", "error"];
      return Promise.resolve([...programCommand(options), "serve", ...place, ...variant.flags(folder)]);
    },
  };
}

/** What starts our program, with its parameters behind it. */
export function programCommand({ program, profileFolder }: ChatOptions): readonly string[] {
  const path = join(root, program);
  const file = program.startsWith("/") ? program : path;
  if (!program.endsWith(".ts")) return [file];
  const profile = profileFolder === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", profileFolder];
  return [process.execPath, ...profile, file];
}

function line(fields: object): string {
  return `${JSON.stringify(fields)}\n`;
}
