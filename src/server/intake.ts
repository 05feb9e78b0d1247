/**
 * Reads what sessions send: as much as one turn of the event loop, the answers that wait for them and the store
 * allow. The rest waits in their sockets.
 */
import type { Logger } from "@logtape/logtape";
import type { Wording } from "../protocol/answers.ts";
import type { Decoded } from "../protocol/requests.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Credits } from "./credits.ts";
import { requestsPerTickMax, turnShareMs } from "./limits.ts";
import type { HubSession } from "./session.ts";
import type { OtherProtocol } from "./sniffer.ts";
import { httpRefusal } from "./sniffer.ts";

export interface IntakeOptions {
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly wording: Wording;
  readonly credits: Credits;
  readonly handle: (session: HubSession, decoded: Decoded, time: number) => void;
  /** This turn takes no more, of whomever. */
  readonly isTurnFull: () => boolean;
  /** A request of it is answered later, and not because of the store. */
  readonly isPending: (session: HubSession) => boolean;
  /** The client has said all that it wanted, and everything of it was read. */
  readonly leave: (session: HubSession) => void;
  /** The connection speaks another protocol, and is to be ended. */
  readonly reject: (session: HubSession) => void;
  readonly askTurnEnd: () => void;
}

export class Intake {
  readonly #options: IntakeOptions;
  /** Sessions whose requests were too many for one turn. */
  readonly #backlog = new Set<HubSession>();
  /** Sessions that wait for the store before more is read. */
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

  /** The client will send nothing more: it still gets its answers and what is said in this turn. */
  ended(session: HubSession): void {
    session.hasEnded = true;
    this.leaveIfDone(session);
  }

  /** After something that it waited for. */
  leaveIfDone(session: HubSession): void {
    if (session.hasEnded && !session.held && !this.#options.isPending(session)) this.#options.leave(session);
  }

  /** It takes answers again. Not read at once: who reads as fast as it asks would keep the turn to itself. */
  freed(session: HubSession): void {
    this.#hold(session, true);
  }

  /** What did not fit into the turns before. */
  endTurn(): void {
    const backlog = Array.from(this.#backlog);
    this.#backlog.clear();
    for (const session of backlog) this.#process(session);
  }

  /** The store has said what became of a batch. */
  settled(): void {
    const { credits, scheduler } = this.#options;
    for (const session of this.#withoutCredit) {
      if (credits.isExhausted(session.id)) continue;
      this.#withoutCredit.delete(session);
      // Whatever it has sent meanwhile was not read: its deadlines begin anew.
      session.activeAt = scheduler.now();
      session.openedAt = scheduler.now();
      this.#hold(session, true);
    }
  }

  /** Nothing more is read from anybody. */
  stop(): void {
    this.#stopped = true;
    this.#backlog.clear();
    this.#withoutCredit.clear();
  }

  /** Its next request is not handled before `resume`. */
  hold(session: HubSession): void {
    session.isWaiting = true;
  }

  /** Handled in the next turn: the answer goes out first. */
  resume(session: HubSession): void {
    session.isWaiting = false;
    if (session.held) this.#hold(session, true);
  }

  forget(session: HubSession): void {
    this.#backlog.delete(session);
    this.#withoutCredit.delete(session);
  }

  #process(session: HubSession): void {
    const { scheduler, credits, handle, isTurnFull } = this.#options;
    const time = scheduler.now();
    for (let count = 0; !session.isClosing; count += 1) {
      const tooMany = count >= requestsPerTickMax || scheduler.now() - time >= turnShareMs || isTurnFull();
      if (tooMany || session.outlet.full) return this.#hold(session, tooMany);
      if (session.isWaiting) return this.#hold(session, false);
      if (credits.isExhausted(session.id)) return this.#holdWithoutCredit(session);
      const decoded = session.next(time);
      if (decoded === undefined) break;
      handle(session, decoded, time);
    }
    if (session.held) session.connection.resume();
    session.held = false;
    this.leaveIfDone(session);
  }

  #holdWithoutCredit(session: HubSession): void {
    this.#withoutCredit.add(session);
    this.#hold(session, false);
  }

  #hold(session: HubSession, untilNextTurn: boolean): void {
    if (this.#stopped) return;
    if (!session.held) session.connection.pause();
    session.held = true;
    // The rest of its frame may have come, and is not read.
    session.partialSince = undefined;
    if (!untilNextTurn) return;
    this.#backlog.add(session);
    this.#options.askTurnEnd();
  }

  /** A client of another protocol: HTTP gets a response behind the greeting, and nothing more is read. */
  #reject(session: HubSession, protocol: OtherProtocol): void {
    const { logger, wording, reject } = this.#options;
    logger.info("session {session} speaks {protocol}, not chat", { session: session.id, protocol });
    if (protocol === "http") session.outlet.text(httpRefusal(wording.notHttp));
    reject(session);
  }
}
