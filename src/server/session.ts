/** One connected client as the hub holds it: what comes from it, and what it is told. */
import type { SessionEffect } from "../core/effect.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Codec } from "../protocol/codec.ts";
import type { Decoded } from "../protocol/requests.ts";
import type { Connection, ConnectionEvents } from "./connection.ts";
import { Outlet } from "./outlet.ts";
import type { OutletContext, OutletOwner } from "./outlet.ts";
import type { OtherProtocol } from "./sniffer.ts";
import { Sniffer } from "./sniffer.ts";

type Acknowledgement = Extract<SessionEffect, { type: "acknowledge" }>;

/** What all sessions of a server share. */
export interface SessionEnvironment {
  readonly context: OutletContext;
  /** What reads them. */
  readonly intake: SessionIntake;
  readonly closed: (session: HubSession) => void;
}

export interface SessionIntake {
  received(session: HubSession, chunk: Uint8Array): void;
  ended(session: HubSession): void;
  /** It takes answers again. */
  freed(session: HubSession): void;
}

/** Its methods are the connection's events: ten thousand idle sessions should not cost a closure for each. */
export class HubSession implements ConnectionEvents, OutletOwner {
  readonly id: number;
  readonly connection: Connection;
  readonly codec: Codec;
  readonly outlet: Outlet;
  /** Milliseconds since 1970, as all times here. */
  openedAt: number;
  /** When the last bytes came from it, or it took some that waited. */
  activeAt: number;
  /** When it was asked for a sign of life that has not come. */
  pingedAt: number | undefined;
  /** Since when a frame has been coming in that has not ended. */
  partialSince: number | undefined;
  /** Logged in under this nickname. */
  nickname: string | undefined;
  /** Requests of it wait to be read, until the next turn or until it has taken its answers. */
  held = false;
  /** Its next request is not handled before the store has decided about the last one. */
  isWaiting = false;
  /** Its client has said all it wanted; what of it is still to be read counts. */
  hasEnded = false;
  /** It is to end: nothing that it sends counts any more. */
  isClosing = false;
  /** Since when it has only had to take what is left for it. */
  closingSince: number | undefined;
  readonly #environment: SessionEnvironment;
  /** There until the connection's first bytes have told which protocol this is. */
  #sniffer: Sniffer | undefined = new Sniffer();

  constructor(id: number, connection: Connection, codec: Codec, environment: SessionEnvironment) {
    const { context } = environment;
    this.id = id;
    this.connection = connection;
    this.codec = codec;
    this.outlet = new Outlet(connection, codec, context, this);
    this.openedAt = context.now();
    this.activeAt = this.openedAt;
    this.#environment = environment;
  }

  /** The clock was set back: what seems to begin later than now begins now, or a deadline would never come. */
  clampTimes(now: number): void {
    const { outlet } = this;
    this.activeAt = Math.min(this.activeAt, now);
    this.openedAt = Math.min(this.openedAt, now);
    if (this.pingedAt !== undefined) this.pingedAt = Math.min(this.pingedAt, now);
    if (this.closingSince !== undefined) this.closingSince = Math.min(this.closingSince, now);
    if (this.partialSince !== undefined) this.partialSince = Math.min(this.partialSince, now);
    if (outlet.blockedSince !== undefined) outlet.blockedSince = Math.min(outlet.blockedSince, now);
  }

  /** Takes a chunk over, for `next`. Gives the protocol when the connection's first bytes are of another one than chat. */
  push(chunk: Uint8Array): OtherProtocol | undefined {
    if (this.#sniffer === undefined) {
      this.codec.push(chunk);
      return undefined;
    }
    const sniffed = this.#sniffer.push(chunk);
    if (sniffed === undefined) return undefined;
    this.#sniffer = undefined;
    if (sniffed.protocol !== "chat") return sniffed.protocol;
    this.codec.push(sniffed.bytes);
    return undefined;
  }

  /** The next request or fault; undefined when more bytes are needed. */
  next(now: number): Decoded | undefined {
    const decoded = this.codec.next();
    if (decoded !== undefined || !this.codec.partial) this.partialSince = undefined;
    else this.partialSince ??= now;
    return decoded;
  }

  /** Tells it something, in the turn's next write. */
  answer(answer: Answer): void {
    // A typing notice is worth nothing later; as no answer to the session itself, it would wait without a bound.
    if (answer.type === "typing" && this.outlet.blockedSince !== undefined) return;
    this.outlet.answer(answer);
    if (answer.type === "nick" || (answer.type === "login" && answer.success))
      this.nickname = answer.nickname;
  }

  /** Tells it where its message stands in the log, unless its cursor shows it the entry. */
  acknowledge({ outcome, entry, key }: Acknowledgement): void {
    if (outcome === "new" && this.outlet.reads(entry.log)) return;
    // Whoever sent it knows the text. With it, a few bytes sent again would each cost a whole message of memory.
    const isLong = outcome === "repeated" && this.outlet.full;
    this.answer({ type: "repeat", entry: isLong ? { ...entry, text: "" } : entry, key });
  }

  received(chunk: Uint8Array): void {
    this.#environment.intake.received(this, chunk);
  }

  drained(): void {
    // Draining counts as a sign of life.
    this.activeAt = this.#environment.context.now();
    this.pingedAt = undefined;
    this.outlet.drained();
  }

  ended(): void {
    this.#environment.intake.ended(this);
  }

  closed(): void {
    this.#environment.closed(this);
  }

  freed(): void {
    this.#environment.intake.freed(this);
  }
}
