/** A connection whose other end is the test: it sends, and takes as much as the test lets it. */
import type { Connection, ConnectionEvents } from "../../src/server/connection.ts";
import { fieldsOf } from "./fields.ts";

export class FakeConnection implements Connection {
  readonly peer = { address: "test:1", transport: "test", encrypted: false };
  /** What each write handed over. */
  readonly writes: Buffer[] = [];
  events: ConnectionEvents | undefined;
  paused = false;
  finished = false;
  closed = false;
  /** Bytes that are taken before it pushes back. */
  #room = Number.POSITIVE_INFINITY;
  #pushedBack = false;
  #seen = 0;

  write(bytes: Uint8Array): number {
    if (this.finished) throw new Error("written after the end");
    if (this.#pushedBack) throw new Error("written before it was drained");
    const taken = Math.min(this.#room, bytes.length);
    this.#room -= taken;
    this.#pushedBack = taken < bytes.length;
    if (taken > 0) this.writes.push(Buffer.from(bytes.subarray(0, taken)));
    return taken;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  finish(): void {
    if (this.finished) throw new Error("ended twice");
    this.finished = true;
  }

  terminate(): void {
    this.hangUp();
  }

  /** Takes so many bytes more, from now on. */
  take(bytes: number): void {
    this.#room = bytes;
    if (!this.#pushedBack || bytes === 0) return;
    this.#pushedBack = false;
    this.events?.drained();
  }

  say(...requests: readonly object[]): void {
    this.send(requests.map((request) => JSON.stringify(request)).join(""));
  }

  send(bytes: string | Uint8Array): void {
    if (this.paused) throw new Error("the server does not read");
    this.events?.received(Buffer.from(bytes));
  }

  /** Says that it will send nothing more. */
  endSending(): void {
    this.events?.ended();
  }

  hangUp(): void {
    if (this.closed) return;
    this.closed = true;
    this.events?.closed();
  }

  get text(): string {
    return Buffer.concat(this.writes).toString();
  }

  get bytes(): number {
    return this.writes.reduce((sum, { length }) => sum + length, 0);
  }

  /** The frames that have come since the last look, without the greeting; one that is cut waits for the next look. */
  news(): readonly Readonly<Record<string, unknown>>[] {
    const { text } = this;
    // A line of v2 ends with a line break, a classic frame with what fills it up.
    const end = text.endsWith(" ") ? text.length : text.lastIndexOf("\n");
    const fresh = text.slice(this.#seen, end);
    this.#seen = end;
    return fresh
      .split(/\n|(?<=\}) +(?=\{|$)/)
      .filter((frame) => frame.startsWith("{"))
      .map(fieldsOf);
  }
}
