/** Timeouts of sessions, checked once a second. */
import type { Fault } from "../protocol/faults.ts";
import { closeTimeoutMs, frameTimeoutMs, loginTimeoutMs } from "../protocol/limits.ts";
import { serverPingAfterMs, serverPingTimeoutMs, stallTimeoutMs } from "./limits.ts";
import type { HubSession } from "./session.ts";

export interface DeadlinesOptions {
  readonly sessions: { values(): Iterable<HubSession> };
  /** Called first. Members without a session have deadlines, too. */
  readonly ticked: (time: number) => void;
  readonly expel: (session: HubSession, fault: Fault, time: number) => void;
  /** Sends a heartbeat. */
  readonly ping: (session: HubSession) => void;
}

export class Deadlines {
  readonly #options: DeadlinesOptions;
  #sweptAt: number;

  /** @param now milliseconds since 1970, UTC, like all times here */
  constructor(now: number, options: DeadlinesOptions) {
    this.#sweptAt = now;
    this.#options = options;
  }

  /** Ends sessions whose deadline has passed, and pings those that have been silent. */
  sweep(now: number): void {
    const { sessions, ticked, expel, ping } = this.#options;
    ticked(now);
    const isSetBack = now < this.#sweptAt;
    this.#sweptAt = now;
    for (const session of sessions.values()) {
      if (isSetBack) session.clampTimes(now);
      const due = overdue(session, now);
      if (due?.type === "terminate") session.connection.terminate();
      else if (due?.type === "expel") expel(session, due.fault, now);
      else if (due?.type === "ping") {
        session.pingedAt = now;
        ping(session);
      }
    }
  }
}

/** The fields of a session that deadlines depend on. */
type Watched = Pick<
  HubSession,
  | "isClosing"
  | "closingSince"
  | "held"
  | "outlet"
  | "codec"
  | "partialSince"
  | "nickname"
  | "openedAt"
  | "activeAt"
  | "pingedAt"
>;

/** What a sweep does with a session. */
type Overdue =
  | { readonly type: "expel"; readonly fault: Fault }
  | { readonly type: "terminate" }
  | { readonly type: "ping" };

function overdue(session: Watched, now: number): Overdue | undefined {
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
  return overduePing(session, now);
}

/**
 * The heartbeat, for clients that answer pings; for others the TCP keep-alive has to do. A session that is not being
 * read is not pinged, nor is one whose peer reads nothing: it would not see the ping, and has a deadline of its own.
 */
function overduePing(
  { held, outlet, codec, nickname, activeAt, pingedAt }: Watched,
  now: number,
): Overdue | undefined {
  if (held || nickname === undefined || !codec.capabilities.answersPings || outlet.blockedSince !== undefined)
    return undefined;
  if (pingedAt === undefined) return now - activeAt >= serverPingAfterMs ? { type: "ping" } : undefined;
  return now - pingedAt >= serverPingTimeoutMs ? { type: "terminate" } : undefined;
}
