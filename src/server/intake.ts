/**
 * Reads requests from sessions, as many as fit in one turn of the event loop, and only while the answers of a session
 * and the store are below their limits. The rest stays in the sockets.
 */
import type { Logger } from "@logtape/logtape";
import type { Wording } from "../protocol/answers.ts";
import type { Decoded } from "../protocol/requests.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Credits } from "./credits.ts";
import { requestsPerTurnMax, turnShareMs } from "./limits.ts";
import type { HubSession } from "./session.ts";
import type { OtherProtocol } from "./sniffer.ts";
import { httpRefusal } from "./sniffer.ts";

export interface IntakeOptions {
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly wording: Wording;
  readonly credits: Credits;
  readonly handle: (session: HubSession, decoded: Decoded, time: number) => void;
  /** Whether this turn takes no more requests, from any session. */
  readonly isTurnFull: () => boolean;
  /** Whether a request of the session is still to be answered, for a reason other than the store. */
  readonly isPending: (session: HubSession) => boolean;
  /** Ends a session whose client is half-closed and fully read. */
  readonly end: (session: HubSession) => void;
  /** Ends a session that speaks another protocol. */
  readonly reject: (session: HubSession) => void;
  readonly scheduleTurnEnd: () => void;
}

export class Intake {
  readonly #options: IntakeOptions;
  /** Sessions whose next requests have to wait for the next turn. */
  readonly #backlog = new Set<HubSession>();
  /** Sessions that are not read until the store has decided about more of their proposals. */
  readonly #withoutCredit = new Set<HubSession>();
  #stopped = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  received(session: HubSession, chunk: Uint8Array): void {
    if (session.isClosing) return;
    session.activeAt = this.#options.scheduler.now();
    session.pingedAt = undefined;
    if (this.#stopped) return;
    const protocol = session.push(chunk);
    if (protocol !== undefined) this.#reject(session, protocol);
    else if (!session.held) this.#process(session);
  }

  /** The client sends nothing more. It still gets its answers and the messages of this turn. */
  ended(session: HubSession): void {
    session.hasEnded = true;
    this.endIfDone(session);
  }

  /** Call it after anything that the session waited for. */
  endIfDone(session: HubSession): void {
    if (session.hasEnded && !session.held && !this.#options.isPending(session)) this.#options.end(session);
  }

  /**
   * Answers can be queued again. Reading resumes in the next turn: otherwise a client that reads as fast as it asks
   * would keep the turn to itself.
   */
  freed(session: HubSession): void {
    this.#hold(session, true);
  }

  /** Handles what did not fit in earlier turns. */
  endTurn(): void {
    const backlog = Array.from(this.#backlog);
    this.#backlog.clear();
    for (const session of backlog) this.#process(session);
  }

  /** Call it when the store has decided about a batch. */
  settled(): void {
    const { credits } = this.#options;
    for (const session of this.#withoutCredit) {
      if (credits.isExhausted(session.id)) continue;
      this.#withoutCredit.delete(session);
      this.#readOn(session);
    }
  }

  /** Stops reading from all sessions. */
  stop(): void {
    this.#stopped = true;
    this.#backlog.clear();
    this.#withoutCredit.clear();
  }

  /** Handles no further request of the session until `resume`. */
  hold(session: HubSession): void {
    session.isWaiting = true;
  }

  /** Handles its further requests at the end of this turn, behind those of others. */
  resume(session: HubSession): void {
    session.isWaiting = false;
    if (session.held) this.#readOn(session);
  }

  forget(session: HubSession): void {
    this.#backlog.delete(session);
    this.#withoutCredit.delete(session);
  }

  #process(session: HubSession): void {
    const { scheduler, credits, handle, isTurnFull } = this.#options;
    const time = scheduler.now();
    for (let count = 0; !session.isClosing; count += 1) {
      const tooMany = count >= requestsPerTurnMax || scheduler.now() - time >= turnShareMs || isTurnFull();
      if (tooMany || session.outlet.full) return this.#hold(session, tooMany);
      if (session.isWaiting) return this.#hold(session, false);
      if (credits.isExhausted(session.id)) return this.#holdWithoutCredit(session);
      const decoded = session.next(time);
      if (decoded === undefined) break;
      handle(session, decoded, time);
    }
    if (session.held) session.connection.resume();
    session.held = false;
    this.endIfDone(session);
  }

  /** Reads on in the next turn. The session was not read for a while, so its deadlines begin again. */
  #readOn(session: HubSession): void {
    const { scheduler } = this.#options;
    session.activeAt = scheduler.now();
    session.openedAt = scheduler.now();
    this.#hold(session, true);
  }

  #holdWithoutCredit(session: HubSession): void {
    this.#withoutCredit.add(session);
    this.#hold(session, false);
  }

  #hold(session: HubSession, untilNextTurn: boolean): void {
    if (this.#stopped) return;
    if (!session.held) session.connection.pause();
    session.held = true;
    // The rest of a frame may be in the socket, unread, so its deadline is suspended.
    session.partialSince = undefined;
    if (!untilNextTurn) return;
    this.#backlog.add(session);
    this.#options.scheduleTurnEnd();
  }

  /** Rejects a client of another protocol. HTTP gets a response after the greeting. */
  #reject(session: HubSession, protocol: OtherProtocol): void {
    const { logger, wording, reject } = this.#options;
    logger.info("session {session} speaks {protocol}, not chat", { session: session.id, protocol });
    if (protocol === "http") session.outlet.text(httpRefusal(wording.notHttp));
    reject(session);
  }
}
