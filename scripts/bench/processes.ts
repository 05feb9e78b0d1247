/** The processes and folders of a run: whatever was started is ended by its id, whatever was made is removed. */
import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server that listens, or why it does not. */
export type Started =
  | {
      readonly type: "listening";
      readonly pid: number;
      readonly port: number;
      ended(): boolean;
      stop(): Promise<void>;
    }
  | { readonly type: "failed"; readonly reason: string };

/** A program that has a terminal in front of it. */
export interface AtTerminal {
  readonly pid: number;
  readonly ended: boolean;
  type(keys: string): void;
  stop(): Promise<void>;
}

export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** Gets what the program writes. */
  readonly data: (chunk: Uint8Array) => void;
}

/** All are detached: Ctrl-C reaches this process alone, which then ends them. */
const running = new Set<Bun.Subprocess>();
const folders = new Set<string>();

/** The run was stopped from outside, so that what failed since then is nobody's failure. */
export class Stopped extends Error {}

/** Once what is left is being removed, nothing new is started. */
let ending = false;

const { promise: stopped, reject: rejectStopped } = Promise.withResolvers<never>();
// Often nobody waits for it.
stopped.catch(() => undefined);

/** Waits for a measurement, but not beyond the end of the run. @throws Stopped */
export async function unlessStopped<Value>(value: Promise<Value>): Promise<Value> {
  return Promise.race([value, stopped]);
}

/** Starts a server in a folder of its own; `stop` ends it and removes the folder. */
export async function startServer(
  command: (folder: string, port: number) => Promise<readonly string[]>,
): Promise<Started> {
  const folder = newFolder();
  const port = freePort();
  const errors = join(folder, "stderr");
  const parameters = await command(folder, port);
  throwIfStopped();
  const subprocess = Bun.spawn([...parameters], {
    cwd: folder,
    stdin: "ignore",
    stdout: "ignore",
    stderr: Bun.file(errors),
    detached: true,
  });
  running.add(subprocess);
  const stop = async () => {
    await end(subprocess);
    await removeFolder(folder);
  };
  const ended = () => hasEnded(subprocess);
  if (await listens(port, subprocess)) return { type: "listening", pid: subprocess.pid, port, ended, stop };
  throwIfStopped();
  const said = await Bun.file(errors).text();
  await stop();
  return { type: "failed", reason: `did not start: ${said.trim().slice(-200)}` };
}

/** Starts a program at a terminal of its own, in a new folder that is its home, too; `stop` ends and removes both. */
export async function startAtTerminal(
  command: (folder: string) => Promise<readonly string[]>,
  { columns, rows, data }: TerminalOptions,
): Promise<AtTerminal> {
  const folder = newFolder();
  const parameters = await command(folder);
  throwIfStopped();
  const { PATH = "" } = process.env;
  const subprocess = Bun.spawn([...parameters], {
    cwd: folder,
    env: { PATH, HOME: folder, LANG: "C.UTF-8", TERM: "xterm-256color" },
    terminal: { cols: columns, rows, data: (_, chunk) => data(chunk) },
  });
  running.add(subprocess);
  const { terminal } = subprocess;
  return {
    pid: subprocess.pid,
    get ended() {
      return hasEnded(subprocess);
    },
    type: (keys) => void terminal?.write(keys),
    stop: async () => {
      await end(subprocess);
      terminal?.close();
      await removeFolder(folder);
    },
  };
}

/** Runs this program again with other parameters, and gives what it wrote; undefined when it failed or took too long. */
export async function runSelf(
  parameters: readonly string[],
  secondsMax: number,
): Promise<string | undefined> {
  throwIfStopped();
  const subprocess = Bun.spawn([process.execPath, Bun.main, ...parameters], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
    detached: true,
  });
  running.add(subprocess);
  const timer = setTimeout(() => subprocess.kill("SIGKILL"), secondsMax * 1000);
  const output = await subprocess.stdout.text();
  const code = await subprocess.exited;
  clearTimeout(timer);
  running.delete(subprocess);
  throwIfStopped();
  return code === 0 ? output : undefined;
}

/** Ends and removes whatever is left; nothing new is started from now on. */
export async function cleanUp(): Promise<void> {
  ending = true;
  rejectStopped(new Stopped("stopped"));
  await Promise.all(Array.from(running, end));
  await Promise.all(Array.from(folders, removeFolder));
}

/** The same at once and without asking, for when this process exits by an error that nobody caught. */
export function cleanUpAtExit(): void {
  ending = true;
  for (const subprocess of running) subprocess.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function newFolder(): string {
  throwIfStopped();
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  folders.add(folder);
  return folder;
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/** @throws Stopped once everything is being ended */
export function throwIfStopped(): void {
  if (ending) throw new Stopped("stopped");
}

async function end(subprocess: Bun.Subprocess): Promise<void> {
  subprocess.kill("SIGTERM");
  const timer = setTimeout(() => subprocess.kill("SIGKILL"), endMsMax);
  await subprocess.exited;
  clearTimeout(timer);
  running.delete(subprocess);
}

function hasEnded({ exitCode, signalCode }: Bun.Subprocess): boolean {
  return exitCode !== null || signalCode !== null;
}

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

async function listens(port: number, subprocess: Bun.Subprocess): Promise<boolean> {
  const deadline = performance.now() + startMsMax;
  while (performance.now() < deadline && !hasEnded(subprocess)) {
    try {
      const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data: () => undefined } });
      socket.terminate();
      return true;
    } catch {
      await Bun.sleep(20);
    }
  }
  return false;
}

const startMsMax = 10_000;
const endMsMax = 8000;
