/**
 * One connected client as the hub holds it, and the deadlines it is held to. Must not know what it says.
 */
import type { Fault } from "../protocol/faults.ts";
import {
  closeTimeoutMs,
  frameTimeoutMs,
  loginTimeoutMs,
  serverPingAfterMs,
  serverPingTimeoutMs,
  stallTimeoutMs,
} from "../protocol/limits.ts";
import type { Connection } from "./connection.ts";
import type { Inlet } from "./inlet.ts";
import type { Outlet } from "./outlet.ts";

export interface HubSession {
  readonly id: number;
  readonly connection: Connection;
  readonly inlet: Inlet;
  readonly outlet: Outlet;
  /** Milliseconds since 1970, as all times here. */
  readonly openedAt: number;
  /** When the last bytes came from it. */
  heardAt: number;
  /** When it was asked for a sign of life that has not come. */
  askedAt: number | undefined;
  /** Logged in under this nickname. */
  nickname: string | undefined;
  /** Requests of it wait to be read, until the next turn or until it has taken its answers. */
  held: boolean;
  /** When its goodbye was said. */
  closingSince: number | undefined;
}

/** What a sweep has to do about a session. */
export type Overdue =
  | { readonly type: "expel"; readonly fault: Fault }
  | { readonly type: "terminate" }
  | { readonly type: "ask" };

export function overdue(session: HubSession, now: number): Overdue | undefined {
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

/** Only v2 sessions can be asked; for classic ones the system's keep-alive has to do. */
function overdueSign({ outlet, nickname, heardAt, askedAt }: HubSession, now: number): Overdue | undefined {
  if (nickname === undefined || outlet.dialect.paced) return undefined;
  if (askedAt === undefined) return now - heardAt >= serverPingAfterMs ? { type: "ask" } : undefined;
  return now - askedAt >= serverPingTimeoutMs ? { type: "terminate" } : undefined;
}
