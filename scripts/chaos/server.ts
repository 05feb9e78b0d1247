/** `chat serve` on one port and one folder, through all its lives. */
import { join } from "node:path";
import type { Stored } from "./checker.ts";
import type { Child, Place } from "./place.ts";
import { freePort, hasEnded, kill, textOfFile, until } from "./place.ts";
import { storedIn } from "./readings.ts";

export interface ServerOptions {
  readonly data?: string;
  readonly flags?: readonly string[];
  /** A command in front of the program. */
  readonly before?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export class ChatServer {
  readonly port = freePort();
  readonly data: string;
  readonly #place: Place;
  readonly #options: ServerOptions;
  readonly #out: string;
  readonly #error: string;
  #child: Child | undefined;

  constructor(place: Place, options: ServerOptions = {}) {
    this.#place = place;
    this.#options = options;
    this.data = options.data ?? join(place.folder, "data");
    [this.#out, this.#error] = [place.fresh("serve-out"), place.fresh("serve-error")];
  }

  /** What it has logged. */
  get logged(): string {
    return textOfFile(this.#error);
  }

  /** Resolves when it is open. @throws TooLate */
  async start(): Promise<void> {
    const openings = this.#openings();
    const child = this.launch();
    await until("the server opens", () => this.#openings() > openings || hasEnded(child));
    if (hasEnded(child))
      throw new Error(`the server ended with ${child.exitCode}: ${this.logged.slice(-500)}`);
  }

  /** Does not wait until it is open. */
  launch(): Child {
    const { flags = [], before = [], environment } = this.#options;
    const place = ["--host", "127.0.0.1", "--port", String(this.port), "--no-http", "--data", this.data];
    const command = [...before, this.#place.binary, "serve", ...place, ...flags];
    const [out, error] = [this.#out, this.#error];
    const whole = { ...this.#place.home("server"), ...environment };
    this.#child = this.#place.start(command, { out, error, environment: whole });
    return this.#child;
  }

  async kill(): Promise<void> {
    if (this.#child !== undefined) await kill(this.#child);
  }

  /** Asks it to stop, as an operator does. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill("SIGTERM");
    await until("the server stops", () => hasEnded(child));
  }

  /** Holds it and the processes that it has started, for so long as something takes: no file changes meanwhile. */
  async holdWhile(act: () => void): Promise<void> {
    const { pid } = this.#child ?? {};
    if (pid === undefined) return act();
    process.kill(-pid, "SIGSTOP");
    await Bun.sleep(settleMs);
    try {
      act();
    } finally {
      process.kill(-pid, "SIGCONT");
    }
  }

  /** What its folder holds, mailboxes included. @throws Error if it cannot be exported */
  async export(): Promise<readonly Stored[]> {
    const { before = [] } = this.#options;
    const command = [...before, this.#place.binary, "export", "--data", this.data, "--private"];
    const { code, out, error } = await this.#place.run(command);
    if (code !== 0) throw new Error(`chat export ended with ${code}: ${error.trim()}`);
    return storedIn(out);
  }

  #openings(): number {
    return textOfFile(this.#out).split("chat join").length - 1;
  }
}

/** A stopped process may still be in the middle of a system call. */
const settleMs = 20;
