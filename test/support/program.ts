/** A program behind pipes: lines go in, what it writes is kept and can be waited for. */
import { Watch } from "./watch.ts";

export interface ProgramOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** All of its input. Without it, the input stays open for `write`. */
  readonly input?: string | undefined;
}

export class Program {
  /** What it has written so far. */
  out = "";
  error = "";
  readonly #process: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #watch = new Watch();
  #ended = false;

  constructor(command: readonly string[], { folder, environment, input }: ProgramOptions) {
    const options = { cwd: folder, env: { ...environment } };
    this.#process = Bun.spawn([...command], { ...options, stdin: "pipe", stdout: "pipe", stderr: "pipe" });
    if (input !== undefined) {
      this.write(input);
      this.closeInput();
    }
    const { stdout, stderr } = this.#process;
    void Promise.all([
      this.#follow(stdout, (text) => (this.out += text)),
      this.#follow(stderr, (text) => (this.error += text)),
      this.#process.exited,
    ]).then(() => {
      this.#ended = true;
      this.#watch.changed();
    });
  }

  get pid(): number {
    return this.#process.pid;
  }

  write(text: string): void {
    void this.#process.stdin.write(text);
    void this.#process.stdin.flush();
  }

  closeInput(): void {
    void this.#process.stdin.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Resolves when it has written it, to stdout or to stderr. */
  until(expected: string | RegExp): Promise<RegExpExecArray> {
    const pattern =
      typeof expected === "string"
        ? new RegExp(expected.replace(/[^\p{L}\p{N}\s]/gu, "\\$&"), "u")
        : expected;
    return this.#watch.until(
      () => pattern.exec(this.out) ?? pattern.exec(this.error) ?? undefined,
      () => `${String(expected)}\n${this.#picture()}`,
    );
  }

  /** Resolves to the exit code when it has ended and all that it wrote is here. */
  async ended(): Promise<number> {
    await this.#watch.until(
      () => this.#ended || undefined,
      () => `the end of the program\n${this.#picture()}`,
    );
    return this.#process.exited;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode === null) this.#process.kill("SIGKILL");
    await this.#process.exited;
  }

  async #follow(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      take(decoder.decode(chunk, { stream: true }));
      this.#watch.changed();
    }
  }

  #picture(): string {
    return `--- stdout ---\n${this.out}\n--- stderr ---\n${this.error}`;
  }
}
