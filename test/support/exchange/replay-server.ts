/**
 * Plays the server of a recorded run to a program of today, and tells what that asks for or shows otherwise.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Socket } from "bun";
import { chat } from "../../../src/commands/chat.ts";
import { Sink } from "../sink.ts";
import { hangGuardMs } from "../hang-guard.ts";
import { Watch } from "../watch.ts";
import type { Context } from "./compare.ts";
import { differences, namesIn } from "./compare.ts";
import type { Frame, Part, RecordedProgram } from "./format.ts";
import { bytesOf } from "./format.ts";
import { ClientSplitter } from "./splitter.ts";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  /** What the program asked for otherwise than it was recorded. */
  readonly problems: readonly string[];
}

/** Runs the program with its recorded arguments and input, against the recorded server. */
export async function replayServer({ run, frames }: RecordedProgram): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), "chat-replay-"));
  const server = new RecordedServer(frames);
  const stop = new AbortController();
  const [stdin, stdout, stderr] = [new PassThrough(), new Sink(), new Sink()];
  stdin.end(textOf(run.input ?? []));
  const address = `127.0.0.1:${server.port}`;
  const parameters = run.arguments.map((text) => text.replace("ADDRESS", address));
  try {
    const world = { environment: { HOME: home }, stdin, stdout, stderr, signal: stop.signal };
    const ended = chat(parameters, world).finally(() => server.programEnded());
    const problems = await server.play(async () => {
      // What was written before the signal came is the output: no more can come behind it.
      await settled(() => stdout.text.length >= run.out.length);
      stop.abort();
    });
    if (problems.length > 0) stop.abort();
    const code = await ended;
    const [out = "", error = ""] = [stdout, stderr].map(({ text }) => text.replaceAll(address, "ADDRESS"));
    return { code, out, error, problems: [...problems, ...server.more()] };
  } finally {
    server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

export function textOf(parts: readonly Part[]): string {
  return Buffer.from(bytesOf(parts)).toString();
}

class RecordedServer {
  readonly #frames: readonly Frame[];
  readonly #context: Context;
  readonly #watch = new Watch();
  readonly #asked: string[] = [];
  readonly #listener;
  #socket: Socket | undefined;
  #programEnded = false;

  constructor(frames: readonly Frame[]) {
    this.#frames = frames;
    const requests = frames.flatMap((frame) => ("client" in frame ? [textOf(frame.client)] : []));
    this.#context = { known: namesIn(requests), renames: "key", renamed: new Map() };
    const splitter = new ClientSplitter();
    this.#listener = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        open: (socket) => {
          this.#socket = socket;
          this.#watch.changed();
        },
        data: (_, chunk) => {
          this.#asked.push(...splitter.push(chunk));
          this.#watch.changed();
        },
      },
    });
  }

  get port(): number {
    return this.#listener.port;
  }

  /** Resolves to what was asked for otherwise; nothing is said any more after that. */
  async play(stop: () => Promise<void>): Promise<readonly string[]> {
    for (const frame of this.#frames) {
      if ("stop" in frame) await stop();
      else if ("server" in frame) {
        if (!(await this.#say(frame.server))) return ["no connection was made"];
      } else {
        const problems = await this.#hear(textOf(frame.client));
        if (problems.length > 0) return problems;
      }
    }
    return [];
  }

  /** Nothing more comes: what is waited for is missing. */
  programEnded(): void {
    this.#programEnded = true;
    this.#watch.changed();
  }

  /** What was asked for and not recorded. */
  more(): readonly string[] {
    return this.#asked.map((frame) => `asked for more: ${frame}`);
  }

  close(): void {
    this.#listener.stop(true);
  }

  /** False if there is nobody to say it to. */
  async #say(heard: Extract<Frame, { server: unknown }>["server"]): Promise<boolean> {
    const found = await this.#watch.until(
      () => (this.#socket === undefined && !this.#programEnded ? undefined : { socket: this.#socket }),
      () => "no connection",
    );
    if (found.socket === undefined) return false;
    if (typeof heard !== "string" && "closed" in heard) {
      found.socket.end();
      return true;
    }
    const text = typeof heard === "string" ? heard : heard.padded.padEnd(1_024);
    const today = Array.from(this.#context.renamed).reduce(
      (said, [before, now]) => said.replaceAll(`"${before}"`, `"${now}"`),
      text,
    );
    found.socket.write(today);
    return true;
  }

  async #hear(recorded: string): Promise<readonly string[]> {
    const come = () => (this.#asked.length > 0 || this.#programEnded ? true : undefined);
    await this.#watch.until(come, () => "no frame").catch(() => undefined);
    const found = differences(recorded, this.#asked.shift(), this.#context);
    return found.map((what) => `${what}; recorded: ${recorded}`);
  }
}

/** Looked at after each turn of the event loop. */
async function settled(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + hangGuardMs;
  while (!condition() && performance.now() < deadline) await Bun.sleep(1);
}
