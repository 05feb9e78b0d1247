/**
 * One TCP connection to a server.
 */
import { errorCode } from "../base/error-code.ts";
import dns from "node:dns/promises";
import type { Socket } from "bun";
import { connectLeadMs, leaveTimeoutMs } from "./limits.ts";
import type { Connect, ServerConnection, ServerConnectionEvents } from "./connection.ts";
import type { CloseReason } from "./session/event.ts";

/** Connects to a host by its name or address. */
export function tcpConnect(host: string, port: number): Connect {
  return (events) => new ServerSocket(host, port, events);
}

export class ServerSocket implements ServerConnection {
  readonly #events: ServerConnectionEvents;
  readonly #gone = Promise.withResolvers<void>();
  #socket: Socket<undefined> | undefined;
  #state: "connecting" | "open" | "closing" | "closed" = "connecting";
  #paused = false;
  /** What the operating system has not taken yet; of the first, `#written` bytes are gone. */
  #queue: Uint8Array[] = [];
  #written = 0;

  constructor(host: string, port: number, events: ServerConnectionEvents) {
    this.#events = events;
    this.#connect(host, port).catch((error: unknown) => this.#finish(reasonOf(error)));
  }

  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  send(text: string): void {
    if (this.#state !== "open") return;
    this.#queue.push(Buffer.from(text));
    this.#flush();
  }

  pause(): void {
    this.#paused = true;
    this.#socket?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#socket?.resume();
  }

  /** `end` would lose what was written while the server still sends (Bun 1.4.5); `shutdown` does not. */
  close(gently: boolean): void {
    if (this.#state !== "open" || !gently) return this.#finish();
    this.#state = "closing";
    this.#socket?.resume();
    setTimeout(() => this.#finish(), leaveTimeoutMs).unref();
    this.#flush();
  }

  /** Tries a host's addresses in their order, each with a short lead, and keeps the first that answers (RFC 8305). */
  async #connect(host: string, port: number): Promise<void> {
    const attempts: Promise<CloseReason | undefined>[] = [];
    for (const { address } of await dns.lookup(host, { all: true })) {
      if (this.#state !== "connecting") return;
      const attempt = this.#attempt(address, port);
      attempts.push(attempt);
      await Promise.race([attempt, Bun.sleep(connectLeadMs)]);
    }
    const reasons = await Promise.all(attempts);
    if (this.#state === "connecting") this.#finish(reasonToTell(reasons));
  }

  /** Resolves to what went wrong, if anything did. */
  async #attempt(hostname: string, port: number): Promise<CloseReason | undefined> {
    try {
      await Bun.connect({ hostname, port, socket: this.#handlers });
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  readonly #handlers = {
    open: (socket: Socket<undefined>): void => {
      if (this.#state !== "connecting") return socket.terminate();
      this.#socket = socket;
      this.#state = "open";
      if (this.#paused) socket.pause();
      this.#events.opened();
    },
    data: (socket: Socket<undefined>, chunk: Uint8Array): void => {
      if (socket === this.#socket && this.#state === "open") this.#events.received(chunk);
    },
    drain: (): void => this.#flush(),
    close: (socket: Socket<undefined>): void => {
      if (socket === this.#socket) this.#finish({ type: "lost" });
    },
    error: (socket: Socket<undefined>, error: Error): void => {
      // Bun brings what a handler threw here, too; that is a defect and not the line's end.
      if (errorCode(error) === undefined) queueMicrotask(() => reportError(error));
      else if (socket === this.#socket) this.#finish({ type: "lost" });
    },
  };

  #flush(): void {
    if (this.#socket === undefined) return;
    for (let chunk = this.#queue[0]; chunk !== undefined; chunk = this.#queue[0]) {
      const taken = this.#socket.write(chunk.subarray(this.#written));
      if (taken < 0) return;
      this.#written += taken;
      if (this.#written < chunk.length) return;
      this.#queue.shift();
      this.#written = 0;
    }
    if (this.#state === "closing") this.#socket.shutdown();
  }

  /** @param reason why, when it was not our wish */
  #finish(reason?: CloseReason): void {
    if (this.#state === "closed") return;
    const told = this.#state === "closing" ? undefined : reason;
    this.#state = "closed";
    this.#queue = [];
    this.#socket?.terminate();
    this.#gone.resolve();
    if (told !== undefined) this.#events.closed(told);
  }
}

/**
 * Why a host could not be reached, from what went wrong at each of its addresses, in their order. A refusal tells most:
 * the machine is there. A host without an address is an unknown one.
 */
export function reasonToTell(reasons: readonly (CloseReason | undefined)[]): CloseReason {
  return reasons.find((reason) => reason?.type === "refused") ?? reasons[0] ?? { type: "hostUnknown" };
}

/** The platform's error codes, as far as they tell a person what to do. */
function reasonOf(error: unknown): CloseReason {
  const code = errorCode(error) ?? String(error);
  switch (code) {
    case "ECONNREFUSED":
      return { type: "refused" };
    case "ENOTFOUND":
    case "EAI_NONAME":
    case "ENODATA":
      return { type: "hostUnknown" };
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "EADDRNOTAVAIL":
      return { type: "noRoute" };
    default:
      return { type: "failed", detail: code };
  }
}
