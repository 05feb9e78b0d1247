/**
 * The real client on real sockets, watched as in the simulation: the session of `src/client`, wired as its driver
 * wires it, but for shorter pauses before it tries again.
 */
import { decodeMessages } from "../../src/client/decode-messages.ts";
import { outboxSize } from "../../src/client/session/outbox.ts";
import type { SessionEffect, TimerName } from "../../src/client/session/effects.ts";
import type { SessionEvent } from "../../src/client/session/event.ts";
import type { SessionState } from "../../src/client/session/state.ts";
import { emptySession } from "../../src/client/session/state.ts";
import { step } from "../../src/client/session/step.ts";
import { ServerSocket } from "../../src/client/socket.ts";
import { en } from "../../src/locale/en.ts";
import { FrameReader } from "../../src/protocol/framing.ts";
import { frameDepthMax, serverFrameBytesMax } from "../../src/protocol/limits.ts";
import type { Ledger } from "../simulation/ledger.ts";
import { Witness } from "../simulation/witness.ts";
import type { World } from "../simulation/world.ts";

export interface WatchedOptions {
  readonly world: World;
  readonly ledger: Ledger;
  readonly name: string;
  readonly port: number;
  readonly head: (log: string) => number;
}

type Occurrence<Event = SessionEvent> = Event extends unknown ? Omit<Event, "time" | "random"> : never;

const retryMsMax = 300;

export class WatchedClient {
  readonly witness: Witness;
  readonly #options: WatchedOptions;
  readonly #state: SessionState;
  readonly #timers = new Map<TimerName, Timer>();
  readonly #events: Occurrence[] = [];
  #running = false;
  #socket: ServerSocket | undefined;
  #written = 0;

  constructor(options: WatchedOptions) {
    const { name, port, world, ledger, head } = options;
    const keyPrefix = crypto.randomUUID();
    this.#options = options;
    this.witness = new Witness({
      world,
      ledger,
      name,
      nickname: name,
      keyPrefix,
      recalled: undefined,
      ignores: false,
      head,
    });
    this.#state = emptySession({
      host: "127.0.0.1",
      address: `127.0.0.1:${port}`,
      nickname: name,
      keyPrefix,
      canAsk: false,
      completes: false,
      backlog: 0,
      restore: () => undefined,
      catalogue: en,
    });
    this.#happen({ type: "started" });
  }

  get online(): boolean {
    return this.#state.phase.type === "online";
  }

  /** Messages that are not acknowledged. */
  get waiting(): number {
    return outboxSize(this.#state.outbox);
  }

  say(): void {
    const { name, ledger } = this.#options;
    this.#written += 1;
    const id = `${name}-${this.#written}`;
    ledger.write(id, name, this.#written);
    this.#happen({ type: "submitted", text: id });
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#socket?.close(false);
  }

  #happen(event: Occurrence): void {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
      if (next.type === "received") for (const message of next.messages) this.witness.heard(message);
      const effects = step(this.#state, { ...next, time: Date.now(), random: Math.random() });
      for (const effect of effects) this.#carryOut(effect);
    }
    this.#running = false;
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case "connect":
        return this.#connect(effect.connection);
      case "send":
        return this.#socket?.send(effect.text);
      case "close":
        return this.#socket?.close(effect.gently);
      case "arm":
        return this.#arm(effect.timer, effect.afterMs);
      case "show":
        return this.witness.showed(effect.event);
      case "end":
        return this.#options.world.violate(`${this.#options.name} gave up: ${effect.ending.reason}`);
      case "ask":
      case "nicknames":
      case "save":
      case "journal":
        return;
    }
  }

  #connect(connection: number): void {
    const reader = new FrameReader({ bytesMax: serverFrameBytesMax, depthMax: frameDepthMax });
    this.#socket = new ServerSocket("127.0.0.1", this.#options.port, {
      opened: () => this.#happen({ type: "opened", connection }),
      received: (chunk) => {
        reader.push(chunk);
        this.#happen({ type: "received", connection, messages: decodeMessages(reader, Infinity) });
      },
      closed: (reason) => this.#happen({ type: "closed", connection, reason }),
    });
  }

  #arm(timer: TimerName, afterMs: number): void {
    clearTimeout(this.#timers.get(timer));
    const waitMs = timer === "retry" ? Math.min(afterMs, retryMsMax) : afterMs;
    this.#timers.set(
      timer,
      setTimeout(() => this.#happen({ type: "timer", timer }), waitMs),
    );
  }
}
