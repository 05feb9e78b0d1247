/**
 * Ends sessions: after the turn in which that was asked for, and once the store has said what became of all that they
 * proposed. Until then they are answered and shown what comes.
 */
import type { Scheduler } from "./scheduler.ts";
import type { Credits } from "./credits.ts";
import type { HubSession } from "./session.ts";

export interface SessionCloserOptions {
  readonly credits: Credits;
  readonly scheduler: Scheduler;
  readonly askTurnEnd: () => void;
}

export class SessionCloser {
  readonly #options: SessionCloserOptions;
  /** To be ended after this turn. */
  #due: HubSession[] = [];
  /** To be ended when the store has said what became of what they proposed. */
  readonly #pending = new Set<HubSession>();
  #waitsForStore = true;

  constructor(options: SessionCloserOptions) {
    this.#options = options;
  }

  /** Nothing that it sends counts any more. */
  close(session: HubSession): void {
    session.isClosing = true;
    this.end(session);
  }

  /** It gets what is there for it. It has no deadline but the usual ones as long as it reads on, unless it is closing. */
  end(session: HubSession): void {
    this.#due.push(session);
    this.#options.askTurnEnd();
  }

  /** After what was said in the turn has gone to the log. */
  endTurn(): void {
    const { credits, scheduler } = this.#options;
    const hasPending = ({ id }: HubSession) => this.#waitsForStore && credits.hasPending(id);
    const due = this.#due.splice(0);
    for (const session of due) {
      if (hasPending(session)) this.#pending.add(session);
      else {
        if (session.isClosing) session.closingSince ??= scheduler.now();
        session.outlet.end();
      }
    }
    for (const session of due) if (!this.#pending.has(session)) session.outlet.pump();
  }

  /** The store has said what became of a batch that took its time. */
  settled(): void {
    for (const session of this.#pending)
      if (!this.#options.credits.hasPending(session.id)) this.#endNow(session);
  }

  /** Nothing more is to be hoped from a store that says nothing. */
  stopWaitingForStore(): void {
    this.#waitsForStore = false;
    for (const session of this.#pending) this.#endNow(session);
  }

  forget(session: HubSession): void {
    this.#pending.delete(session);
  }

  #endNow(session: HubSession): void {
    this.#pending.delete(session);
    this.end(session);
  }
}
