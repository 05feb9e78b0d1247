/** The sessions of a server by id, and those with output to flush in this turn. */
import type { Codec } from "../protocol/codec.ts";
import type { Connection } from "./connection.ts";
import type { Outlet } from "./outlet.ts";
import type { SessionEnvironment } from "./session.ts";
import { HubSession } from "./session.ts";

export class Sessions {
  readonly #byId = new Map<number, HubSession>();
  readonly #unflushed = new Set<Outlet>();
  readonly #scheduleTurnEnd: () => void;
  #lastId = 0;
  #emptied: (() => void) | undefined;

  constructor(scheduleTurnEnd: () => void) {
    this.#scheduleTurnEnd = scheduleTurnEnd;
  }

  open(connection: Connection, codec: Codec, environment: SessionEnvironment): HubSession {
    const session = new HubSession(this.freshId(), connection, codec, environment);
    this.#byId.set(session.id, session);
    return session;
  }

  /** An id that is never used for a session. */
  freshId(): number {
    this.#lastId += 1;
    return this.#lastId;
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
}
