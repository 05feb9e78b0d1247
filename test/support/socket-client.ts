/** A client on a real socket, for tests: sends what it is told and waits for what comes, without ever sleeping. */
import type { Socket } from "bun";
import { fieldsOf } from "./fields.ts";

export class SocketClient {
  /** Everything that has come. */
  text = "";
  bytes = 0;
  closed = false;
  #socket: Socket | undefined;
  readonly #decoder = new TextDecoder();
  /** The frames of `text` up to `#parsed`. */
  readonly #frames: Readonly<Record<string, unknown>>[] = [];
  #parsed = 0;
  #watchers: (() => void)[] = [];

  /** @param keepsText whether `text` is kept, or the bytes only counted */
  static async connect(port: number, keepsText = true): Promise<SocketClient> {
    const client = new SocketClient();
    client.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      allowHalfOpen: true,
      socket: {
        data(_, chunk) {
          client.bytes += chunk.length;
          if (keepsText) client.text += client.#decoder.decode(chunk, { stream: true });
          client.#changed();
        },
        end: () => client.#close(),
        close: () => client.#close(),
        error: () => client.#close(),
      },
    });
    return client;
  }

  /** Connects and logs in, in v2. */
  static async enter(port: number, nickname: string): Promise<SocketClient> {
    const client = await SocketClient.connect(port);
    client.say({ type: "login", msg: nickname, v: 2 });
    await client.until(() => client.frames("login").length > 0);
    return client;
  }

  say(...requests: readonly object[]): void {
    this.send(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
  }

  /** Gives the number of bytes that were taken. */
  send(bytes: string | Uint8Array): number {
    return this.#socket?.write(bytes) ?? 0;
  }

  /** The whole v2 frames that have come so far, of one type or all. */
  frames(type?: string): readonly Readonly<Record<string, unknown>>[] {
    const end = this.text.lastIndexOf("\n") + 1;
    if (end > this.#parsed) {
      const lines = this.text.slice(this.#parsed, end).split("\n");
      for (const line of lines) if (line.startsWith("{")) this.#frames.push(fieldsOf(line));
      this.#parsed = end;
    }
    return this.#frames.filter((frame) => type === undefined || frame["type"] === type);
  }

  /** Resolves as soon as the condition holds; rejects when the connection is closed before. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (condition()) resolve();
        else if (this.closed) reject(new Error(`closed before; this came: ${this.text.slice(-1000)}`));
        else this.#watchers.push(look);
      };
      look();
    });
  }

  untilClosed(): Promise<void> {
    return this.until(() => this.closed);
  }

  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Says that it will send nothing more, and goes on reading. */
  endSending(): void {
    this.#socket?.shutdown();
  }

  [Symbol.dispose](): void {
    this.#socket?.terminate();
  }

  #close(): void {
    this.closed = true;
    this.#changed();
  }

  #changed(): void {
    for (const look of this.#watchers.splice(0)) look();
  }
}
