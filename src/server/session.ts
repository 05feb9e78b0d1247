/**
 * One connected client as the hub holds it, and the deadlines it is held to. Must not know what it says.
 */
import type { Fault } from "../protocol/faults.ts";
import { closeTimeoutMs, frameTimeoutMs, loginTimeoutMs } from "../protocol/limits.ts";
import { serverPingAfterMs, serverPingTimeoutMs, stallTimeoutMs } from "./limits.ts";
import type { Codec } from "../protocol/codec.ts";
import type { Decoded } from "../protocol/requests.ts";
import type { Connection, ConnectionEvents } from "./connection.ts";
import { Outlet } from "./outlet.ts";
import type { OutletContext, OutletOwner } from "./outlet.ts";
import type { OtherProtocol } from "./sniffer.ts";
import { Sniffer } from "./sniffer.ts";

/** What the hub does about what a connection tells. */
export interface SessionHost {
  received(session: HubSession, chunk: Uint8Array): void;
  ended(session: HubSession): void;
  closed(session: HubSession): void;
  /** It takes answers again. */
  freed(session: HubSession): void;
}

/** What all sessions of a server share. */
export interface SessionSurroundings {
  readonly context: OutletContext;
  readonly host: SessionHost;
}

/** Its methods are the connection's events: ten thousand idle sessions should not cost a closure for each. */
export class HubSession implements ConnectionEvents, OutletOwner {
  readonly id: number;
  readonly connection: Connection;
  readonly codec: Codec;
  readonly outlet: Outlet;
  /** Milliseconds since 1970, as all times here. */
  openedAt: number;
  /** When the last bytes came from it, or it took some that waited. */
  heardAt: number;
  /** When it was asked for a sign of life that has not come. */
  askedAt: number | undefined;
  /** Since when a frame has been coming in that has not ended. */
  partialSince: number | undefined;
  /** Logged in under this nickname. */
  nickname: string | undefined;
  /** Requests of it wait to be read, until the next turn or until it has taken its answers. */
  held = false;
  /** Its client has said all it wanted; what of it is still to be read counts. */
  hasEnded = false;
  /** It is to end: nothing that it sends counts any more. */
  isClosing = false;
  /** Since when it has only had to take what is left for it. */
  closingSince: number | undefined;
  readonly #host: SessionHost;
  readonly #now: () => number;
  /** There until the connection's first bytes have told which protocol this is. */
  #sniffer: Sniffer | undefined = new Sniffer();

  constructor(id: number, connection: Connection, codec: Codec, { context, host }: SessionSurroundings) {
    this.id = id;
    this.connection = connection;
    this.codec = codec;
    this.outlet = new Outlet(connection, codec, context, this);
    this.openedAt = context.now();
    this.heardAt = this.openedAt;
    this.#host = host;
    this.#now = context.now;
  }

  /** The clock was set back: what seems to begin later than now begins now, or a deadline would never come. */
  setBack(now: number): void {
    const { outlet } = this;
    this.heardAt = Math.min(this.heardAt, now);
    this.openedAt = Math.min(this.openedAt, now);
    if (this.askedAt !== undefined) this.askedAt = Math.min(this.askedAt, now);
    if (this.closingSince !== undefined) this.closingSince = Math.min(this.closingSince, now);
    if (this.partialSince !== undefined) this.partialSince = Math.min(this.partialSince, now);
    if (outlet.blockedSince !== undefined) outlet.blockedSince = Math.min(outlet.blockedSince, now);
  }

  /** Takes a chunk over, for `next`. Gives the protocol when the connection's first bytes are of another one than chat. */
  push(chunk: Uint8Array): OtherProtocol | undefined {
    if (this.#sniffer === undefined) {
      this.codec.push(chunk);
      return undefined;
    }
    const sniffed = this.#sniffer.push(chunk);
    if (sniffed === undefined) return undefined;
    this.#sniffer = undefined;
    if (sniffed.protocol !== "chat") return sniffed.protocol;
    this.codec.push(sniffed.bytes);
    return undefined;
  }

  /** The next request or fault; undefined when more bytes are needed. */
  next(now: number): Decoded | undefined {
    const decoded = this.codec.next();
    if (decoded !== undefined || !this.codec.partial) this.partialSince = undefined;
    else this.partialSince ??= now;
    return decoded;
  }

  received(chunk: Uint8Array): void {
    this.#host.received(this, chunk);
  }

  drained(): void {
    // Draining counts as a sign of life.
    this.heardAt = this.#now();
    this.askedAt = undefined;
    this.outlet.drained();
  }

  ended(): void {
    this.#host.ended(this);
  }

  closed(): void {
    this.#host.closed(this);
  }

  freed(): void {
    this.#host.freed(this);
  }
}

/** What deadlines depend on. */
export type Watched = Pick<
  HubSession,
  | "isClosing"
  | "closingSince"
  | "held"
  | "outlet"
  | "codec"
  | "partialSince"
  | "nickname"
  | "openedAt"
  | "heardAt"
  | "askedAt"
>;

/** What a sweep has to do about a session. */
export type Overdue =
  | { readonly type: "expel"; readonly fault: Fault }
  | { readonly type: "terminate" }
  | { readonly type: "ask" };

export function overdue(session: Watched, now: number): Overdue | undefined {
  const { isClosing, closingSince, held, outlet, partialSince, nickname, openedAt } = session;
  if (isClosing) {
    const isLate = closingSince !== undefined && now - closingSince >= closeTimeoutMs;
    return isLate ? { type: "terminate" } : undefined;
  }
  if (outlet.blockedSince !== undefined && now - outlet.blockedSince >= stallTimeoutMs)
    return { type: "terminate" };
  if (partialSince !== undefined && now - partialSince >= frameTimeoutMs)
    return { type: "expel", fault: { code: "frame_timeout" } };
  if (!held && nickname === undefined && now - openedAt >= loginTimeoutMs)
    return { type: "expel", fault: { code: "login_timeout" } };
  return overdueSign(session, now);
}

/**
 * Not every client answers; for the others the system's keep-alive has to do. Nor can one be asked that takes nothing: it
 * would not see the question, and has a deadline of its own; nor one that is not read for a while.
 */
function overdueSign(
  { held, outlet, codec, nickname, heardAt, askedAt }: Watched,
  now: number,
): Overdue | undefined {
  if (held || nickname === undefined || !codec.capabilities.answersPings || outlet.blockedSince !== undefined)
    return undefined;
  if (askedAt === undefined) return now - heardAt >= serverPingAfterMs ? { type: "ask" } : undefined;
  return now - askedAt >= serverPingTimeoutMs ? { type: "terminate" } : undefined;
}
