/** Where one scenario happens: a folder, and every process that it starts, each ended by its id. */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Child = Bun.Subprocess<"pipe", number, number>;

export interface StartOptions {
  /** Files of the place, to which it is appended. */
  readonly out: string;
  readonly error: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** All of its input. Without it, the input stays open. */
  readonly input?: string;
}

/** The wait for something took too long. */
export class TooLate extends Error {}

export class Place {
  readonly folder: string;
  readonly binary: string;
  readonly #children = new Set<Child>();
  #isClosed = false;
  #names = 0;

  constructor(binary: string) {
    this.binary = binary;
    this.folder = mkdtempSync(join(tmpdir(), "chat-chaos-"));
  }

  /** A name for a file or a folder, made once. */
  fresh(kind: string): string {
    this.#names += 1;
    return join(this.folder, `${kind}-${this.#names}`);
  }

  /** The environment of somebody who lives here: nothing of the machine's own user gets in. */
  home(name: string): Readonly<Record<string, string>> {
    const home = join(this.folder, "homes", name);
    mkdirSync(home, { recursive: true });
    return {
      PATH: process.env["PATH"] ?? "",
      HOME: home,
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_DATA_HOME: join(home, "data"),
      XDG_STATE_HOME: join(home, "state"),
      LANG: "en_US.UTF-8",
      TZ: "UTC",
    };
  }

  /** @throws Error once the place is closed */
  start(command: readonly string[], { out, error, environment, input }: StartOptions): Child {
    if (this.#isClosed) throw new Error("the run was stopped");
    const [stdout, stderr] = [openSync(out, "a"), openSync(error, "a")];
    const env = { ...(environment ?? this.home("nobody")) };
    const options = { cwd: this.folder, env, stdin: "pipe", stdout, stderr, detached: true } as const;
    const child: Child = Bun.spawn([...command], options);
    closeSync(stdout);
    closeSync(stderr);
    this.#children.add(child);
    void child.exited.then(() => this.#children.delete(child));
    if (input !== undefined) {
      write(child, input);
      void child.stdin.end();
    }
    return child;
  }

  /** Runs it to its end. Resolves to what it wrote; a program that takes too long is killed. */
  async run(command: readonly string[], environment?: Readonly<Record<string, string>>) {
    const [out, error] = [this.fresh("out"), this.fresh("error")];
    const child = this.start(command, {
      out,
      error,
      environment: environment ?? this.home("nobody"),
      input: "",
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), runMsMax);
    const code = await child.exited;
    clearTimeout(timer);
    return { code, out: textOfFile(out), error: textOfFile(error) };
  }

  /** Ends what still runs, and removes the folder unless it is to be looked at. */
  async close(keepsFolder: boolean): Promise<void> {
    this.#isClosed = true;
    const left = [...this.#children];
    for (const child of left) killAll(child);
    await Promise.all(left.map(({ exited }) => exited));
    if (!keepsFolder) await rm(this.folder, { recursive: true, force: true });
  }

  /** The same at once, for when this process exits. */
  closeAtExit(): void {
    this.#isClosed = true;
    for (const child of this.#children) killAll(child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** To a process that may have ended. */
export function write(child: Child, text: string): void {
  if (hasEnded(child)) return;
  try {
    void Promise.resolve(child.stdin.write(text)).catch(() => undefined);
    void Promise.resolve(child.stdin.flush()).catch(() => undefined);
  } catch {
    // It has closed its input.
  }
}

export function hasEnded({ exitCode, signalCode }: Child): boolean {
  return exitCode !== null || signalCode !== null;
}

/** And what it has started, since each began a process group of its own. */
function killAll(child: Child): void {
  if (hasEnded(child)) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** Kills it and waits until it is gone. */
export async function kill(child: Child): Promise<void> {
  child.kill("SIGKILL");
  await child.exited;
}

/** Empty where there is none. */
export function textOfFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Its end, from the beginning of a line on. Empty where there is no file. */
export function lastLines(path: string): string {
  try {
    const descriptor = openSync(path, "r");
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, lastBytesMax));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    closeSync(descriptor);
    const text = bytes.toString();
    return size > lastBytesMax ? text.slice(text.indexOf("\n") + 1) : text;
  } catch {
    return "";
  }
}

const lastBytesMax = 64 * 1024;

/** Resolves when it holds. @throws TooLate */
export async function until(what: string, condition: () => boolean, msMax = untilMsMax): Promise<void> {
  const end = performance.now() + msMax;
  while (!condition()) {
    if (performance.now() > end) throw new TooLate(`${what}: not within ${msMax / 1_000} s`);
    await Bun.sleep(pollMs);
  }
}

/** The same, but how it went is for the checker to say. Resolves to whether it holds. */
export async function awaitAtMost(msMax: number, condition: () => boolean): Promise<boolean> {
  const end = performance.now() + msMax;
  while (!condition()) {
    if (performance.now() > end) return false;
    await Bun.sleep(pollMs);
  }
  return true;
}

export function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

const pollMs = 50;
const untilMsMax = 30_000;
const runMsMax = 60_000;
