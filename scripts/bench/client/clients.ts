/**
 * The clients that the benchmark knows: how each is started at a terminal, and in which server's room. All texts are
 * ASCII.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Role } from "../cells.ts";
import type { ChatOptions, ProgramOptions } from "../peers/chat.ts";
import { chatPeers, programCommand } from "../peers/chat.ts";
import { ngircdPeer } from "../peers/irc.ts";
import type { Peer } from "../peers/peer.ts";
import { programAbsent, programPath } from "../peers/peer.ts";

export interface Client {
  readonly name: string;
  readonly role: Role;
  /** The server of the room that it enters. */
  readonly server: Peer;
  /** Why it cannot be measured here; undefined when it can. */
  absent(): Promise<string | undefined>;
  /** Writes what it needs into a folder that is its home, too, and gives the command that starts it. */
  command(folder: string, port: number): Promise<readonly string[]>;
  /** Whether every message is written out; a client that redraws a screen writes what is another sign there. */
  readonly appends: boolean;
  /** What has to be typed at first to be in the room. */
  readonly arrival: string;
}

/** The baseline's client enters a room of the program's own server, so that only the clients differ. */
export async function allClients(options: ChatOptions): Promise<readonly Client[]> {
  const [server] = await chatPeers({ ...options, baseline: undefined, stores: ["memory"] });
  if (server === undefined) throw new Error("there is no server of our own");
  const { baseline } = options;
  const own = chatClient("chat", options, { server, role: { type: "own" } });
  if (baseline === undefined) return [own, ...otherClients];
  const before = chatClient(
    "baseline",
    { program: baseline, profileFolder: undefined },
    { server, role: { type: "baseline", of: "chat" } },
  );
  return [own, before, ...otherClients];
}

function chatClient(name: string, program: ProgramOptions, place: Pick<Client, "server" | "role">): Client {
  return {
    ...place,
    name,
    absent: () => place.server.absent(),
    command: (_, port) =>
      Promise.resolve([...programCommand(program), "join", `bench@127.0.0.1:${port}`, "--lang", "en"]),
    appends: true,
    arrival: "",
  };
}

const irssi: Client = {
  name: "irssi",
  role: { type: "other" },
  server: ngircdPeer,
  absent: () => absent("irssi"),
  async command(folder, port) {
    const home = join(folder, "irssi");
    await mkdir(home);
    const settings = `settings = { core = { nick = "bench"; user_name = "bench"; real_name = "bench"; }; };\n`;
    await Bun.write(join(home, "config"), settings);
    return [programPath("irssi") ?? "irssi", "--home", home, "-c", "127.0.0.1", "-p", String(port)];
  },
  appends: false,
  arrival: "/join #b\r",
};

const weechat: Client = {
  name: "weechat",
  role: { type: "other" },
  server: ngircdPeer,
  absent: () => absent("weechat"),
  command(folder, port) {
    const orders = [
      `/server add bench 127.0.0.1/${port}`,
      "/set irc.server.bench.nicks bench",
      "/connect bench",
    ];
    const home = ["--plugins", "irc", "--dir", join(folder, "weechat")];
    const run = orders.flatMap((order) => ["--run-command", order]);
    return Promise.resolve([programPath("weechat") ?? "weechat", ...home, ...run]);
  },
  appends: false,
  arrival: "/join #b\r",
};

export const otherClients: readonly Client[] = [irssi, weechat];

async function absent(program: string): Promise<string | undefined> {
  const server = await ngircdPeer.absent();
  return programAbsent(program) ?? (server === undefined ? undefined : `ngircd is ${server}`);
}
