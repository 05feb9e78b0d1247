/** The sessions of a server by id, the requests without one, and the output to flush in this turn. */
import type { Answer } from "../protocol/answers.ts";
import type { Codec } from "../protocol/codec.ts";
import type { Connection } from "./connection.ts";
import type { Outlet } from "./outlet.ts";
import type { SessionEnvironment } from "./session.ts";
import { HubSession } from "./session.ts";

export class Sessions {
  readonly #byId = new Map<number, HubSession>();
  readonly #calls = new Map<number, (answer: Answer) => void>();
  readonly #unflushed = new Set<Outlet>();
  readonly #scheduleTurnEnd: () => void;
  #lastId = 0;
  #emptied: (() => void) | undefined;

  constructor(scheduleTurnEnd: () => void) {
    this.#scheduleTurnEnd = scheduleTurnEnd;
  }

  open(connection: Connection, codec: Codec, environment: SessionEnvironment): HubSession {
    const session = new HubSession(this.#freshId(), connection, codec, environment);
    this.#byId.set(session.id, session);
    return session;
  }

  /** The id of a request without a session. `answered` is called once. */
  openCall(answered: (answer: Answer) => void): number {
    const id = this.#freshId();
    this.#calls.set(id, answered);
    return id;
  }

  /** Answers a session, which is returned, or a request without one. Does nothing if it is gone. */
  answer(id: number, answer: Answer): HubSession | undefined {
    const session = this.#byId.get(id);
    if (session === undefined) {
      const answered = this.#calls.get(id);
      this.#calls.delete(id);
      answered?.(answer);
      return undefined;
    }
    session.answer(answer);
    this.scheduleWrite(session);
    return session;
  }

  /** Answers all pending requests without a session. */
  answerCalls(answer: Answer): void {
    for (const id of this.#calls.keys()) this.answer(id, answer);
  }

  get(id: number): HubSession | undefined {
    return this.#byId.get(id);
  }

  values(): Iterable<HubSession> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Flushes its output at the end of this turn. */
  scheduleWrite({ outlet }: HubSession): void {
    this.#unflushed.add(outlet);
    this.#scheduleTurnEnd();
  }

  flush(): void {
    const outlets = Array.from(this.#unflushed);
    this.#unflushed.clear();
    for (const outlet of outlets) outlet.pump();
  }

  close({ id, outlet }: HubSession): void {
    this.#byId.delete(id);
    this.#unflushed.delete(outlet);
    if (this.size === 0) this.#emptied?.();
  }

  /** Resolves when all sessions are closed. */
  empty(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#emptied = resolve;
    return promise;
  }

  #freshId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
