/** The deadlines that sessions are held to, looked at once a second. */
import type { Fault } from "../protocol/faults.ts";
import { closeTimeoutMs, frameTimeoutMs, loginTimeoutMs } from "../protocol/limits.ts";
import { serverPingAfterMs, serverPingTimeoutMs, stallTimeoutMs } from "./limits.ts";
import type { HubSession } from "./session.ts";

export interface DeadlinesOptions {
  readonly sessions: { values(): Iterable<HubSession> };
  readonly expel: (session: HubSession, fault: Fault, time: number) => void;
  /** Asks for a sign of life. */
  readonly ping: (session: HubSession) => void;
}

export class Deadlines {
  readonly #options: DeadlinesOptions;
  #sweptAt: number;

  /** @param now milliseconds since 1970, UTC, as all times here */
  constructor(now: number, options: DeadlinesOptions) {
    this.#sweptAt = now;
    this.#options = options;
  }

  /** Ends whoever is overdue, and asks those for a sign of life who have been silent for long. */
  sweep(now: number): void {
    const { sessions, expel, ping } = this.#options;
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
  | "activeAt"
  | "pingedAt"
>;

/** What a sweep has to do about a session. */
export type Overdue =
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
 * Not every client answers; for the others the system's keep-alive has to do. Nor can one be asked that takes nothing: it
 * would not see the question, and has a deadline of its own; nor one that is not read for a while.
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
