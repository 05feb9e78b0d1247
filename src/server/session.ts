/**
 * One connected client as the hub holds it, and the deadlines it is held to. Must not know what it says.
 */
import type { Fault } from "../protocol/faults.ts";
import { closeTimeoutMs, frameTimeoutMs, loginTimeoutMs, stallTimeoutMs } from "../protocol/limits.ts";
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
  /** Logged in under this nickname. */
  nickname: string | undefined;
  /** Requests of it wait to be read, until the next turn or until it has taken its answers. */
  held: boolean;
  /** When its goodbye was said. */
  closingSince: number | undefined;
}

/** What a sweep has to do about a session. */
export type Overdue =
  { readonly type: "expel"; readonly fault: Fault } | { readonly type: "terminate"; readonly fault: Fault };

export function overdue(session: HubSession, now: number): Overdue | undefined {
  const { closingSince, outlet, inlet, nickname, openedAt } = session;
  if (closingSince !== undefined)
    return now - closingSince >= closeTimeoutMs
      ? { type: "terminate", fault: { code: "stalled" } }
      : undefined;
  if (outlet.blockedSince !== undefined && now - outlet.blockedSince >= stallTimeoutMs)
    return { type: "terminate", fault: { code: "stalled" } };
  if (inlet.partialSince !== undefined && now - inlet.partialSince >= frameTimeoutMs)
    return { type: "expel", fault: { code: "frame_timeout" } };
  if (nickname === undefined && now - openedAt >= loginTimeoutMs)
    return { type: "expel", fault: { code: "login_timeout" } };
  return undefined;
}
