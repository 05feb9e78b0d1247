/** The sessions of a server, by their ids, and which of them have something to write in this turn. */
import type { Codec } from "../protocol/codec.ts";
import type { Connection } from "./connection.ts";
import type { Outlet } from "./outlet.ts";
import type { SessionSurroundings } from "./session.ts";
import { HubSession } from "./session.ts";

export class Sessions {
  readonly #byId = new Map<number, HubSession>();
  readonly #stirred = new Set<Outlet>();
  readonly #askTurnEnd: () => void;
  #lastId = 0;
  #emptied: (() => void) | undefined;

  constructor(askTurnEnd: () => void) {
    this.#askTurnEnd = askTurnEnd;
  }

  open(connection: Connection, codec: Codec, surroundings: SessionSurroundings): HubSession {
    const session = new HubSession(this.freshId(), connection, codec, surroundings);
    this.#byId.set(session.id, session);
    return session;
  }

  /** An id that no session has or gets. */
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

  /** It has something new to write, at the end of this turn. */
  stir({ outlet }: HubSession): void {
    this.#stirred.add(outlet);
    this.#askTurnEnd();
  }

  flush(): void {
    const outlets = Array.from(this.#stirred);
    this.#stirred.clear();
    for (const outlet of outlets) outlet.pump();
  }

  close({ id, outlet }: HubSession): void {
    this.#byId.delete(id);
    this.#stirred.delete(outlet);
    if (this.size === 0) this.#emptied?.();
  }

  /** Resolves when the last one is gone. */
  empty(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#emptied = resolve;
    return promise;
  }
}
