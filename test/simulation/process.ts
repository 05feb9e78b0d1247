/**
 * One run of the real client, wired as `src/client/driver.ts` wires it, over a simulated socket and clock. Must not know
 * what its person wants.
 */
import type { ShownEvent } from "../../src/client/shown-event.ts";
import type { Effects, Ending, SessionEffect, TimerName } from "../../src/client/session/effects.ts";
import type { SessionEvent } from "../../src/client/session/event.ts";
import type { KeyedRequest } from "../../src/client/session/outbox.ts";
import type { RestoredSession, SavedSession } from "../../src/client/session/saved-session.ts";
import type { LeaveMode, SessionState } from "../../src/client/session/state.ts";
import { emptySession } from "../../src/client/session/state.ts";
import { step } from "../../src/client/session/step.ts";
import { en } from "../../src/locale/en.ts";
import { FrameReader } from "../../src/protocol/framing.ts";
import { frameDepthMax, serverFrameBytesMax } from "../../src/protocol/limits.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";
import type { ServerMessage } from "../../src/protocol/server-message.ts";
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
  /** A person, whose client comes back to where it was: it keeps more, and says when something is being written. */
  readonly returns?: boolean;
  readonly restore: () => RestoredSession | undefined;
  readonly tampering: Tampering;
  /** Before each event. */
  readonly stepping?: () => void;
  /** Before the session is told. */
  readonly heard: (message: ServerMessage) => void;
  readonly showed: (event: ShownEvent) => void;
  readonly remember: (nickname: string, remembered: SavedSession) => void;
  readonly journal?: (put: readonly KeyedRequest[], struck: readonly string[]) => void;
  /** It was killed. */
  readonly died?: () => void;
  readonly ended: (ending: Ending) => void;
}

/** Where planted faults come in: between client and server, where a client has lost its line, and in its steps. */
export interface Tampering {
  readonly outgoing?: (text: string, connection: number) => string;
  readonly incoming?: (frames: readonly string[]) => readonly string[];
  readonly lost?: (state: SessionState) => void;
  /** What a step wants done, in another order. */
  readonly ordered?: (effects: Effects) => Effects;
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
  #killed = false;
  /** How many more effects are carried out before it is killed. */
  #effectsLeft = Number.POSITIVE_INFINITY;

  constructor(options: ProcessOptions) {
    const { nickname, keyPrefix, backlog, completes, restore, returns } = options;
    this.#options = options;
    this.state = emptySession({
      host: "host",
      address: "host:1",
      nickname,
      keyPrefix,
      canAsk: false,
      completes,
      backlog,
      restore,
      returns,
      announcesTyping: returns,
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

  go(conversation: string): void {
    this.#happen({ type: "switchTo", conversation });
  }

  typing(): void {
    this.#happen({ type: "typing" });
  }

  leave(mode: LeaveMode): void {
    this.#happen({ type: "leave", mode });
  }

  /** SIGKILL: nothing more happens here, and the system drops the line. */
  kill(): void {
    this.#killed = true;
    this.#stop();
    this.#socket?.close(false);
    this.#options.died?.();
  }

  /** It will be killed after so many more effects, perhaps in the middle of a step. */
  dieWithin(effects: number): void {
    this.#effectsLeft = effects;
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
      if (this.#killed) return;
      this.#options.stepping?.();
      if (next.type === "received")
        for (const message of next.messages) {
          if (message.type !== "entry") world.trace(`${this.#options.name} gets ${message.type}`);
          this.#options.heard(message);
        }
      const { tampering } = this.#options;
      const effects = step(this.state, { ...next, time: world.clock.now(), random: world.random.next() });
      if (next.type === "closed") tampering.lost?.(this.state);
      for (const effect of tampering.ordered?.(effects) ?? effects)
        if (this.#survives()) this.#carryOut(effect);
    }
    this.#running = false;
  }

  #survives(): boolean {
    this.#effectsLeft -= 1;
    if (this.#effectsLeft < 0 && !this.#over) {
      this.#options.world.trace(`${this.#options.name} is killed`);
      this.kill();
    }
    return !this.#killed;
  }

  #carryOut(effect: SessionEffect): void {
    const { world, name, showed, remember, journal, ended, tampering } = this.#options;
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
        // A server of ours never breaks the protocol.
        if (effect.event.type === "broken") world.violate(`${name} dropped what the server sent`);
        return showed(effect.event);
      case "save":
        return remember(effect.nickname, effect.saved);
      case "journal":
        return journal?.(effect.added, effect.removed);
      case "end":
        world.trace(`${name} ends: ${effect.ending.reason ?? "as wished"}`);
        this.#stop();
        return ended(effect.ending);
      case "ask":
      case "nicknames":
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
