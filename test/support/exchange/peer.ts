/** A client without a mind of its own: sends given bytes, and keeps what it is sent, frame by frame. */
import type { Socket } from "bun";
import type { Heard } from "./format.ts";
import { ServerSplitter } from "./splitter.ts";
import { hangGuardMs } from "../hang-guard.ts";
import { Watch } from "../watch.ts";

export class Peer implements Disposable {
  readonly #splitter = new ServerSplitter();
  readonly #heard: Heard[] = [];
  readonly #watch = new Watch(hangGuardMs);
  #socket: Socket | undefined;
  #unsent = Buffer.alloc(0);
  /** When something came last: milliseconds of `performance.now`. */
  heardAt = 0;

  static async open(port: number): Promise<Peer> {
    const peer = new Peer();
    peer.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      socket: {
        data: (_, chunk) => peer.#hear(peer.#splitter.push(chunk)),
        drain: () => peer.#flush(),
        close: () => peer.#hear([{ closed: true }]),
      },
    });
    return peer;
  }

  send(bytes: Uint8Array): void {
    this.#unsent = Buffer.concat([this.#unsent, bytes]);
    this.#flush();
  }

  /** The next frame, or the end; undefined when nothing comes in time. */
  async next(): Promise<Heard | undefined> {
    const come = () => (this.#heard.length > 0 ? true : undefined);
    await this.#watch.until(come, () => "no frame").catch(() => undefined);
    return this.#heard.shift();
  }

  /** Everything that has come and was not taken yet. */
  take(): readonly Heard[] {
    return this.#heard.splice(0);
  }

  [Symbol.dispose](): void {
    this.#socket?.terminate();
  }

  #flush(): void {
    const taken = Math.max(0, this.#socket?.write(this.#unsent) ?? 0);
    this.#unsent = this.#unsent.subarray(taken);
  }

  #hear(frames: readonly Heard[]): void {
    this.heardAt = performance.now();
    this.#heard.push(...frames);
    this.#watch.changed();
  }
}
