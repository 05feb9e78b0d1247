/** The old Python client as a process: lines in, what it was told out. */
import { join } from "node:path";
import { fieldsOf } from "./fields.ts";

export const python = Bun.which("python3");

export class OldClient {
  /** What it printed: its greeting, then every object it was sent. */
  readonly heard: { readonly type: string; readonly msg: string }[] = [];
  readonly #process;
  #ended = false;
  #watchers: (() => void)[] = [];

  constructor(port: number, nickname: string) {
    const program = join(import.meta.dir, "old-client.py");
    this.#process = Bun.spawn([python ?? "python3", program, "127.0.0.1", String(port)], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "inherit",
    });
    this.type(nickname);
    void this.#listen(this.#process.stdout);
  }

  static async enter(port: number, nickname: string): Promise<OldClient> {
    const client = new OldClient(port, nickname);
    await client.until(() => client.texts("system_msg").length > 0);
    return client;
  }

  /** Types lines, each with its Enter. */
  type(...lines: readonly string[]): void {
    for (const line of lines) void this.#process.stdin.write(`${line}\n`);
    void this.#process.stdin.flush();
  }

  texts(type: string): readonly string[] {
    return this.heard.filter((frame) => frame.type === type).map(({ msg }) => msg);
  }

  signal(name: "SIGSTOP" | "SIGCONT"): void {
    this.#process.kill(name);
  }

  /** Resolves as soon as the condition holds; rejects when the client dies before. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (condition()) resolve();
        else if (this.#ended) reject(new Error(`it died: ${JSON.stringify(this.heard.slice(-5))}`));
        else this.#watchers.push(look);
      };
      look();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }

  async #listen(output: ReadableStream<Uint8Array>): Promise<void> {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of output) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const { type, msg } = fieldsOf(line);
        this.heard.push({ type: String(type), msg: String(msg) });
      }
      this.#look();
    }
    this.#ended = true;
    this.#look();
  }

  #look(): void {
    for (const look of this.#watchers.splice(0)) look();
  }
}
