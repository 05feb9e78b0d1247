/**
 * Everything an end-to-end test sets up: a folder of its own, rooms, people at terminals, pipes and old clients, all
 * with the built executable. Ends what it started when it is closed, each process by its id.
 */
import { mkdtempSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtBinary } from "./built-binary.ts";
import { OldClient } from "./old-client.ts";
import { Program } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

export interface JoinOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Rows that are kept when they have left the screen. */
  readonly scrollback?: number;
}

export interface RunOptions {
  /** What is piped in, to its end. Without it, the input stays open. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether `environment` is all there is. */
  readonly bare?: boolean;
}

export interface ServeOptions extends RunOptions {
  readonly port?: number;
  /** A shell's command in front of the executable, such as a limit. */
  readonly before?: string;
}

/** A room that is open. */
export interface OpenRoom {
  readonly port: number;
  readonly program: Program;
}

export class Stage {
  readonly folder: string;
  readonly binary: string;
  readonly #programs: Program[] = [];
  readonly #oldClients: OldClient[] = [];
  readonly #terminals: PseudoTerminal[] = [];

  static async open(): Promise<Stage> {
    const binary = await builtBinary();
    return new Stage(binary, await mkdtemp(join(tmpdir(), "chat-stage-")));
  }

  private constructor(binary: string, folder: string) {
    this.binary = binary;
    this.folder = folder;
  }

  /** Opens a room on this machine alone, in memory unless `--data` says where, and waits until it says under which port. */
  async serve(parameters: readonly string[] = [], options: ServeOptions = {}): Promise<OpenRoom> {
    const { port = 0, before } = options;
    const place = ["--host", "127.0.0.1", "--port", String(port), "--no-http"];
    const store = parameters.includes("--data") ? [] : ["--memory"];
    const command = [this.binary, "serve", ...place, ...store, ...parameters];
    const whole = before === undefined ? command : ["sh", "-c", `${before}; exec "$@"`, "sh", ...command];
    const program = this.#start(whole, options);
    const found = await program.until(/chat join 127\.0\.0\.1(?::(\d+))?\n/);
    return { port: Number(found[1] ?? 12_231), program };
  }

  /** Somebody at a terminal who types `chat join`. */
  join(parameters: readonly string[], options: JoinOptions = {}): PseudoTerminal {
    return this.show([this.binary, "join", ...parameters], options);
  }

  /** Somebody at a terminal in the room of a port, under a nickname, and there already. */
  async enter(nickname: string, port: number, options: JoinOptions = {}): Promise<PseudoTerminal> {
    const person = this.join([`${nickname}@127.0.0.1:${port}`], options);
    await person.until(`You are ${nickname} in`);
    await person.until(({ draft }) => draft === "");
    return person;
  }

  /** Any command in a terminal. */
  show(command: readonly string[], { environment, ...options }: JoinOptions = {}): PseudoTerminal {
    const terminal = new PseudoTerminal(command, {
      folder: this.folder,
      environment: { ...this.#environment(), ...emulated, ...environment },
      ...options,
    });
    this.#terminals.push(terminal);
    return terminal;
  }

  /** The executable behind pipes. */
  run(parameters: readonly string[], options: RunOptions = {}): Program {
    return this.#start([this.binary, ...parameters], options);
  }

  /** The old room's client, and through the door already. */
  async oldClient(nickname: string, port: number): Promise<OldClient> {
    const client = new OldClient(port, nickname);
    this.#oldClients.push(client);
    await client.until(() => client.texts("login").length === 1);
    return client;
  }

  /** The environment of somebody's home, a new one; for who comes back to it. */
  home(): Readonly<Record<string, string>> {
    const home = mkdtempSync(join(this.folder, "home-"));
    return {
      HOME: home,
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_DATA_HOME: join(home, "data"),
      XDG_STATE_HOME: join(home, "state"),
      XDG_CACHE_HOME: join(home, "cache"),
      XDG_RUNTIME_DIR: home,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#oldClients.map((client) => client[Symbol.asyncDispose]()));
    await Promise.all([...this.#terminals, ...this.#programs].map((one) => one.close()));
    await rm(this.folder, { recursive: true, force: true });
  }

  #start(command: readonly string[], { input, environment, bare = false }: RunOptions): Program {
    const program = new Program(command, {
      folder: this.folder,
      environment: { ...(bare ? {} : this.#environment()), ...environment },
      input,
    });
    this.#programs.push(program);
    return program;
  }

  /** Nothing of the machine's own user gets in, and everybody has a home of their own. */
  #environment(): Readonly<Record<string, string>> {
    return { PATH: process.env["PATH"] ?? "", ...this.home(), LANG: "en_US.UTF-8", TZ: "UTC" };
  }
}

/** The emulator is xterm.js, which takes its rows to a new width in its own way: so it is named as it is elsewhere. */
const emulated = { TERM: "xterm-256color", TERM_PROGRAM: "vscode" } as const;
