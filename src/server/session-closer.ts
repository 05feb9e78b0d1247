/**
 * Closes sessions at the end of a turn, once the store has decided about all that they proposed. Until then they
 * receive answers and messages.
 */
import type { Scheduler } from "./scheduler.ts";
import type { Credits } from "./credits.ts";
import type { HubSession } from "./session.ts";

export interface SessionCloserOptions {
  readonly credits: Credits;
  readonly scheduler: Scheduler;
  readonly scheduleTurnEnd: () => void;
}

export class SessionCloser {
  readonly #options: SessionCloserOptions;
  /** Sessions to end after this turn. */
  readonly #due = new Set<HubSession>();
  /** Sessions to end once the store has decided about their proposals. */
  readonly #pending = new Set<HubSession>();
  #waitsForStore = true;

  constructor(options: SessionCloserOptions) {
    this.#options = options;
  }

  /** Ends a session and ignores whatever else it sends. */
  close(session: HubSession): void {
    session.isClosing = true;
    this.end(session);
  }

  /**
   * Ends a session once it has received everything up to now. Unless it is closing, only the usual deadlines apply
   * while it keeps reading.
   */
  end(session: HubSession): void {
    this.#due.add(session);
    this.#options.scheduleTurnEnd();
  }

  /** Call it after the turn was proposed to the log. */
  endTurn(): void {
    const { credits, scheduler } = this.#options;
    const hasPending = ({ id }: HubSession) => this.#waitsForStore && credits.hasPending(id);
    const due = Array.from(this.#due);
    this.#due.clear();
    for (const session of due) {
      if (hasPending(session)) this.#pending.add(session);
      else {
        if (session.isClosing) session.closingSince ??= scheduler.now();
        session.outlet.end();
      }
    }
    for (const session of due) if (!this.#pending.has(session)) session.outlet.pump();
  }

  /** Call it when the store has decided about a batch that took credit. */
  settled(): void {
    for (const session of this.#pending)
      if (!this.#options.credits.hasPending(session.id)) this.#endNow(session);
  }

  /** Ends all pending sessions: the store does not answer. */
  stopWaitingForStore(): void {
    this.#waitsForStore = false;
    for (const session of this.#pending) this.#endNow(session);
  }

  forget(session: HubSession): void {
    this.#due.delete(session);
    this.#pending.delete(session);
  }

  #endNow(session: HubSession): void {
    this.#pending.delete(session);
    this.end(session);
  }
}
