/**
 * One run of the real client, wired as `src/client/driver.ts` wires it, over a simulated socket and clock. Must not know
 * what its person wants.
 */
import type { Happening } from "../../src/client/face.ts";
import type { Ending, SessionEffect, TimerName } from "../../src/client/session/effects.ts";
import type { SessionEvent } from "../../src/client/session/event.ts";
import type { Remembered } from "../../src/client/session/remembered.ts";
import type { Patience, SessionState } from "../../src/client/session/state.ts";
import { emptySession } from "../../src/client/session/state.ts";
import { step } from "../../src/client/session/step.ts";
import { en } from "../../src/locale/en.ts";
import { FrameReader } from "../../src/protocol/framing.ts";
import { frameDepthMax, serverFrameBytesMax } from "../../src/protocol/limits.ts";
import { decodeServerMessage } from "../../src/protocol/server-messages.ts";
import type { ServerMessage } from "../../src/protocol/server-messages.ts";
import type { Network } from "./network.ts";
import { SimulatedSocket } from "./socket.ts";
import type { World } from "./world.ts";

export interface ProcessOptions {
  readonly world: World;
  readonly network: Network;
  readonly name: string;
  readonly nickname: string;
  readonly keyPrefix: string;
  readonly backlog: number;
  readonly completes: boolean;
  readonly recalled: Remembered | undefined;
  readonly tampering: Tampering;
  /** Before the session is told. */
  readonly heard: (message: ServerMessage) => void;
  readonly showed: (happening: Happening) => void;
  readonly remember: (remembered: Remembered) => void;
  readonly ended: (ending: Ending) => void;
}

/** Where planted faults come in: between client and server, and where a client has lost its line. */
export interface Tampering {
  readonly outgoing?: (text: string, connection: number) => string;
  readonly incoming?: (frames: readonly string[]) => readonly string[];
  readonly lost?: (state: SessionState) => void;
}

type Occurrence<Event = SessionEvent> = Event extends unknown ? Omit<Event, "time" | "random"> : never;

export class Process {
  readonly state: SessionState;
  readonly #options: ProcessOptions;
  readonly #timers = new Map<TimerName, () => void>();
  readonly #events: Occurrence[] = [];
  #socket: SimulatedSocket | undefined;
  #running = false;
  #over = false;

  constructor(options: ProcessOptions) {
    const { nickname, keyPrefix, backlog, completes, recalled } = options;
    this.#options = options;
    this.state = emptySession({
      host: "host",
      address: "host:1",
      nickname,
      keyPrefix,
      canAsk: false,
      completes,
      backlog,
      recall: () => recalled,
      catalogue: en,
    });
  }

  get online(): boolean {
    return this.state.phase.type === "online";
  }

  start(): void {
    this.#happen({ type: "started" });
  }

  submit(text: string): void {
    this.#happen({ type: "submitted", text });
  }

  leave(patience: Patience): void {
    this.#happen({ type: "leave", patience });
  }

  /** SIGKILL: nothing more happens here, and the system drops the line. */
  kill(): void {
    this.#stop();
    this.#socket?.close(false);
  }

  #stop(): void {
    this.#over = true;
    for (const cancel of this.#timers.values()) cancel();
  }

  #happen(event: Occurrence): void {
    if (this.#over) return;
    const { world } = this.#options;
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
      if (next.type === "received")
        for (const message of next.messages) {
          if (message.type !== "entry") world.trace(`${this.#options.name} gets ${message.type}`);
          this.#options.heard(message);
        }
      const effects = step(this.state, { ...next, time: world.clock.now(), random: world.random.next() });
      if (next.type === "closed") this.#options.tampering.lost?.(this.state);
      for (const effect of effects) this.#carryOut(effect);
    }
    this.#running = false;
  }

  #carryOut(effect: SessionEffect): void {
    const { world, name, showed, remember, ended, tampering } = this.#options;
    switch (effect.type) {
      case "connect":
        return this.#connect(effect.connection);
      case "send":
        world.trace(`${name} sends ${shortened(effect.text)}`);
        return this.#socket?.send(tampering.outgoing?.(effect.text, this.state.connection) ?? effect.text);
      case "close":
        return this.#socket?.close(effect.gently);
      case "arm":
        this.#timers.get(effect.timer)?.();
        this.#timers.set(
          effect.timer,
          world.clock.after(effect.afterMs, () => this.#happen({ type: "timer", timer: effect.timer })),
        );
        return;
      case "show":
        return showed(effect.happening);
      case "remember":
        return remember(effect.remembered);
      case "end":
        world.trace(`${name} ends: ${effect.ending.reason ?? "as wished"}`);
        this.#stop();
        return ended(effect.ending);
      case "ask":
      case "nicknames":
      case "journal":
        return;
    }
  }

  #connect(connection: number): void {
    const { world, network, name } = this.#options;
    const reader = new FrameReader({ bytesMax: serverFrameBytesMax, depthMax: frameDepthMax });
    this.#socket = new SimulatedSocket(world, network, name, {
      opened: () => this.#happen({ type: "opened", connection }),
      received: (chunk) =>
        this.#happen({ type: "received", connection, messages: this.#readAll(reader, chunk) }),
      closed: (reason) => this.#happen({ type: "closed", connection, reason }),
    });
  }

  #readAll(reader: FrameReader, chunk: Uint8Array): readonly ServerMessage[] {
    const { tampering, world, name } = this.#options;
    const frames: string[] = [];
    reader.push(chunk);
    for (let frame = reader.next(); frame !== undefined; frame = reader.next())
      if (frame.ok) frames.push(frame.value);
    return (tampering.incoming?.(frames) ?? frames).flatMap((frame) => {
      const message = decodeServerMessage(frame);
      if (message.ok) return [message.value];
      world.violate(`${name} could not read ${frame}`);
      return [];
    });
  }
}

/** Without the token, which the real store makes anew for each run. */
function shortened(text: string): string {
  return text
    .replace(/"token":"[^"]*"/, '"token":""')
    .slice(0, 120)
    .trimEnd();
}
