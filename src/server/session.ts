/** A connected client, as the hub holds it: input, output and timestamps. */
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
  /** Reads the sessions' requests. */
  readonly intake: SessionIntake;
  readonly closed: (session: HubSession) => void;
}

export interface SessionIntake {
  received(session: HubSession, chunk: Uint8Array): void;
  ended(session: HubSession): void;
  /** Its outlet is no longer full. */
  freed(session: HubSession): void;
}

/**
 * Its methods are the connection's events: with a closure for each, ten thousand idle sessions would take more
 * memory.
 */
export class HubSession implements ConnectionEvents, OutletOwner {
  readonly id: number;
  readonly connection: Connection;
  readonly codec: Codec;
  readonly outlet: Outlet;
  /** Milliseconds since 1970, like all times here. */
  openedAt: number;
  /** When bytes were last received, or buffered ones accepted. */
  activeAt: number;
  /** When a ping was sent that is not answered yet. */
  pingedAt: number | undefined;
  /** Since when a frame is incomplete. */
  partialSince: number | undefined;
  /** The nickname it is logged in with. */
  nickname: string | undefined;
  /** Not being read until the next turn, until its answers are sent, or until the store has decided. */
  held = false;
  /** Its next request is not handled until the store has decided about the last one. */
  isWaiting = false;
  /** The client sends nothing more; what is still unread counts. */
  hasEnded = false;
  /** It is being closed: whatever else it sends is ignored. */
  isClosing = false;
  /** Since when only the output that is left has to be sent. */
  closingSince: number | undefined;
  readonly #environment: SessionEnvironment;
  /** Undefined once the first bytes have shown which protocol this is. */
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

  /**
   * Call it when the clock was set back: a timestamp in the future becomes `now`, or its deadline might never pass.
   */
  clampTimes(now: number): void {
    const { outlet } = this;
    this.activeAt = Math.min(this.activeAt, now);
    this.openedAt = Math.min(this.openedAt, now);
    if (this.pingedAt !== undefined) this.pingedAt = Math.min(this.pingedAt, now);
    if (this.closingSince !== undefined) this.closingSince = Math.min(this.closingSince, now);
    if (this.partialSince !== undefined) this.partialSince = Math.min(this.partialSince, now);
    if (outlet.blockedSince !== undefined) outlet.blockedSince = Math.min(outlet.blockedSince, now);
  }

  /** Passes a chunk to the codec. Returns the protocol if the connection's first bytes are not chat. */
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

  /** The next request or fault; undefined if more bytes are needed. */
  next(now: number): Decoded | undefined {
    const decoded = this.codec.next();
    if (decoded !== undefined || !this.codec.partial) this.partialSince = undefined;
    else this.partialSince ??= now;
    return decoded;
  }

  /** Queues an answer for the next write. */
  answer(answer: Answer): void {
    // A late typing notice is worthless. And nothing bounds how many come: they do not depend on the session's
    // requests.
    if (answer.type === "typing" && this.outlet.blockedSince !== undefined) return;
    this.outlet.answer(answer);
    if (answer.type === "nick" || (answer.type === "login" && answer.success))
      this.nickname = answer.nickname;
  }

  /** Acknowledges the session's message with its entry, unless its cursor delivers that entry. */
  acknowledge({ outcome, entry, key }: Acknowledgement): void {
    if (outcome === "new" && this.outlet.reads(entry.log)) return;
    // The sender knows the text. With it, each short repeat would cost the memory of a whole message.
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
