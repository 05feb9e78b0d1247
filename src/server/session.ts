/**
 * One connected client as the hub holds it, and the deadlines it is held to. Must not know what it says.
 */
import type { Fault } from "../protocol/faults.ts";
import { closeTimeoutMs, frameTimeoutMs, loginTimeoutMs } from "../protocol/limits.ts";
import { serverPingAfterMs, serverPingTimeoutMs, stallTimeoutMs } from "./limits.ts";
import { classic } from "../protocol/classic.ts";
import type { Connection, ConnectionEvents } from "./connection.ts";
import { Inlet } from "./inlet.ts";
import { Outlet } from "./outlet.ts";
import type { OutletContext, OutletOwner } from "./outlet.ts";

/** What the hub does about what a connection tells. */
export interface SessionHost {
  received(session: HubSession, chunk: Uint8Array): void;
  ended(session: HubSession): void;
  closed(session: HubSession): void;
  /** It takes answers again. */
  freed(session: HubSession): void;
}

/** Its methods are the connection's events: ten thousand idle sessions should not cost a closure for each. */
export class HubSession implements ConnectionEvents, OutletOwner {
  readonly id: number;
  readonly connection: Connection;
  readonly inlet = new Inlet();
  readonly outlet: Outlet;
  /** Milliseconds since 1970, as all times here. */
  openedAt: number;
  /** When the last bytes came from it, or it took some that waited. */
  heardAt: number;
  /** When it was asked for a sign of life that has not come. */
  askedAt: number | undefined;
  /** Logged in under this nickname. */
  nickname: string | undefined;
  /** Requests of it wait to be read, until the next turn or until it has taken its answers. */
  held = false;
  /** Its client has said all it wanted; what of it is still to be read counts. */
  hasEnded = false;
  /** When its end began: nothing it sends counts any more. */
  closingSince: number | undefined;
  readonly #host: SessionHost;
  readonly #now: () => number;

  constructor(id: number, connection: Connection, context: OutletContext, host: SessionHost) {
    this.id = id;
    this.connection = connection;
    this.outlet = new Outlet(connection, classic, context, this);
    this.openedAt = context.now();
    this.heardAt = this.openedAt;
    this.#host = host;
    this.#now = context.now;
  }

  /** The clock was set back: what seems to begin later than now begins now, or a deadline would never come. */
  setBack(now: number): void {
    const { inlet, outlet } = this;
    this.heardAt = Math.min(this.heardAt, now);
    this.openedAt = Math.min(this.openedAt, now);
    if (this.askedAt !== undefined) this.askedAt = Math.min(this.askedAt, now);
    if (this.closingSince !== undefined) this.closingSince = Math.min(this.closingSince, now);
    if (inlet.partialSince !== undefined) inlet.partialSince = Math.min(inlet.partialSince, now);
    if (outlet.blockedSince !== undefined) outlet.blockedSince = Math.min(outlet.blockedSince, now);
  }

  received(chunk: Uint8Array): void {
    this.#host.received(this, chunk);
  }

  drained(): void {
    // Who takes what waits is there, though too busy reading to say so.
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
  "closingSince" | "outlet" | "inlet" | "nickname" | "openedAt" | "heardAt" | "askedAt"
>;

/** What a sweep has to do about a session. */
export type Overdue =
  | { readonly type: "expel"; readonly fault: Fault }
  | { readonly type: "terminate" }
  | { readonly type: "ask" };

export function overdue(session: Watched, now: number): Overdue | undefined {
  const { closingSince, outlet, inlet, nickname, openedAt } = session;
  if (closingSince !== undefined)
    return now - closingSince >= closeTimeoutMs ? { type: "terminate" } : undefined;
  if (outlet.blockedSince !== undefined && now - outlet.blockedSince >= stallTimeoutMs)
    return { type: "terminate" };
  if (inlet.partialSince !== undefined && now - inlet.partialSince >= frameTimeoutMs)
    return { type: "expel", fault: { code: "frame_timeout" } };
  if (nickname === undefined && now - openedAt >= loginTimeoutMs)
    return { type: "expel", fault: { code: "login_timeout" } };
  return overdueSign(session, now);
}

/**
 * Only v2 sessions can be asked; for classic ones the system's keep-alive has to do. Nor can one that takes nothing: it
 * would not see the question, and has a deadline of its own.
 */
function overdueSign({ outlet, nickname, heardAt, askedAt }: Watched, now: number): Overdue | undefined {
  if (nickname === undefined || outlet.dialect.paced || outlet.blockedSince !== undefined) return undefined;
  if (askedAt === undefined) return now - heardAt >= serverPingAfterMs ? { type: "ask" } : undefined;
  return now - askedAt >= serverPingTimeoutMs ? { type: "terminate" } : undefined;
}
