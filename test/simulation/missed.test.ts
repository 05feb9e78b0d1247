/**
 * A person who comes and goes while others talk, over a line that breaks: from run to run every message is shown once, in
 * order, and counted where it is too many to be shown. From seeds, against a server of a few lines.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import type { ShownEvent } from "../../src/client/shown-event.ts";
import type { SessionEffect } from "../../src/client/session/effects.ts";
import type { SessionEvent } from "../../src/client/session/event.ts";
import type { SavedSession } from "../../src/client/session/saved-session.ts";
import type { SessionState } from "../../src/client/session/state.ts";
import { emptySession } from "../../src/client/session/state.ts";
import { step } from "../../src/client/session/step.ts";
import { en } from "../../src/locale/en.ts";
import { missedMessagesMax } from "../../src/client/limits.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";
import { fieldsOf } from "../support/fields.ts";
import { Random } from "./random.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

const runs = 300;
const acts = 120;
const rooms = ["lobby", "tea", "go"] as const;
const firstSeed = Number(process.env["MISSED_SEED"] ?? Math.floor(Math.random() * 1_000_000));

test(`step shows from run to run every message once, in ${runs} lives from seed ${firstSeed} on`, () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    const life = new Life(new Random(seed));
    for (let act = 0; act < acts; act += 1) life.act();
    life.settle();
    expect({ seed, problems: life.problems() }).toEqual({ seed, problems: [] });
  }
});

type Occurrence<Event = SessionEvent> = Event extends unknown ? Omit<Event, "time" | "random"> : never;

/** One person, one server, and what has been shown. */
class Life {
  readonly #random: Random;
  readonly #heads = new Map<string, number>(rooms.map((room) => [room, 0]));
  /** What the server has written and the client has not read, one object each. */
  #line: object[] = [];
  /** The rooms of the present connection. */
  #entered = new Set<string>();
  #session: SessionState | undefined;
  #file: SavedSession | undefined;
  #connection = 0;
  #shown = new Map<string, { readonly seqs: number[]; missed: number }>();
  /** Where the person came into each room first. */
  readonly #begun = new Map<string, number>();
  readonly #problems: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  act(): void {
    const dice = this.#random.integer(0, 99);
    if (this.#session === undefined) return dice < 60 ? this.#come() : this.#talk();
    if (dice < 40) return this.#talk();
    if (dice < 80) return this.#read();
    if (dice < 90) return this.#break();
    if (dice < 95) return this.#happen({ type: "submitted", text: `/join ${this.#random.pick(rooms)}` });
    this.#happen({ type: "leave", mode: "brief" });
    if (dice < 97) this.#happen({ type: "leave", mode: "brief" });
  }

  /** Comes back, and reads all there is. */
  settle(): void {
    // Who was about to leave comes once more.
    while (this.#session === undefined || this.#line.length > 0) {
      if (this.#session === undefined) this.#come();
      this.#read();
    }
  }

  problems(): readonly string[] {
    for (const [room, { seqs, missed }] of this.#shown) {
      const first = this.#begun.get(room) ?? 0;
      const wanted = (this.#heads.get(room) ?? 0) - first;
      if (seqs.length + missed !== wanted)
        this.#problems.push(`${room}: ${seqs.length} shown, ${missed} missed, of ${wanted}`);
    }
    return this.#problems;
  }

  #come(): void {
    const file = this.#file;
    this.#session = emptySession({
      host: "host",
      address: "host:1",
      nickname: "ann",
      keyPrefix: "k",
      canAsk: true,
      completes: false,
      backlog: 5,
      returns: true,
      restore: () => file,
      catalogue: en,
    });
    this.#happen({ type: "started" });
  }

  #talk(): void {
    const room = this.#random.pick(rooms);
    const many = this.#random.chance(0.05) ? missedMessagesMax * 2 : this.#random.integer(1, 8);
    for (let count = 0; count < many; count += 1) {
      const seq = (this.#heads.get(room) ?? 0) + 1;
      this.#heads.set(room, seq);
      if (this.#entered.has(room)) this.#line.push(entryOf(room, seq));
    }
  }

  #read(): void {
    const count = this.#random.integer(1, 12);
    const messages = this.#line.splice(0, count).map((fields) => {
      const message = decodeServerMessage(JSON.stringify(fields));
      if (!message.ok) throw new Error(JSON.stringify(fields));
      return message.value;
    });
    this.#happen({ type: "received", connection: this.#connection, messages });
  }

  #break(): void {
    this.#hangUp();
    this.#happen({ type: "closed", connection: this.#connection, reason: { type: "lost" } });
    if (this.#session !== undefined) this.#happen({ type: "timer", timer: "retry" });
  }

  #hangUp(): void {
    this.#line = [];
    this.#entered = new Set();
  }

  #happen(event: Occurrence): void {
    const session = this.#session;
    if (session === undefined) return;
    for (const effect of step(session, { ...event, time: 1, random: 0.5 })) this.#carryOut(effect);
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case "connect":
        this.#connection = effect.connection;
        return this.#happen({ type: "opened", connection: effect.connection });
      case "send":
        for (const line of effect.text.trim().split("\n")) this.#answer(fieldsOf(line));
        return;
      case "show":
        return this.#show(effect.event);
      case "save":
        this.#file = effect.saved;
        return;
      case "end":
        this.#hangUp();
        this.#session = undefined;
        return;
      default:
    }
  }

  /** As a server does it: what lies behind the cursors follows the answer, and a cursor beyond the head begins there. */
  #answer(request: Readonly<Record<string, unknown>>): void {
    const { type, key } = request;
    if (type === "login") {
      const after = new Map(Object.entries(isObject(request["after"]) ? request["after"] : {}));
      this.#entered = new Set(["lobby", ...rooms.filter((room) => after.has(room))]);
      const entered = Array.from(this.#entered, (room) => this.#enteredRoom(room));
      this.#line.push({
        type,
        success: true,
        v: 2,
        nickname: "ann",
        token: "t",
        resumed: true,
        rooms: entered,
      });
      for (const room of this.#entered) {
        const head = this.#heads.get(room) ?? 0;
        const cursor = after.has(room) ? Number(after.get(room)) : head;
        for (let seq = cursor + 1; seq <= head; seq += 1) this.#line.push(entryOf(room, seq));
      }
    } else if (type === "join") {
      this.#entered.add(String(request["room"]));
      this.#line.push({ type, ...this.#enteredRoom(String(request["room"])), key });
    } else if (type === "history") {
      const room = typeof request["room"] === "string" ? request["room"] : "lobby";
      const end = Math.min(Number(request["before"] ?? Infinity), (this.#heads.get(room) ?? 0) + 1);
      const start = Math.max(1, end - Number(request["limit"]));
      const entries = Array.from({ length: end - start }, (_, index) => entryOf(room, start + index));
      this.#line.push({ type, room, entries, key });
    }
  }

  #enteredRoom(room: string): object {
    return { room, topic: "", seq: this.#heads.get(room) ?? 0 };
  }

  #show(event: ShownEvent): void {
    if (event.type === "message") this.#note(event.room, event.seq ?? 0);
    if (event.type !== "past") return;
    const { room, messages, seenSeq, missed = 0 } = event;
    const [first] = messages;
    // The first time, what was said before is no news, but it is where the account begins.
    if (seenSeq === undefined && this.#begun.has(room)) this.#problems.push(`${room} was as if never seen`);
    if (!this.#begun.has(room)) this.#begun.set(room, seenSeq ?? (first?.seq ?? 1) - 1);
    const shown = this.#shown.get(room) ?? { seqs: [], missed: 0 };
    this.#shown.set(room, shown);
    shown.missed += missed;
    for (const { seq = 0 } of messages) if (seq > (seenSeq ?? 0)) this.#note(room, seq, missed);
  }

  #note(room: string, seq: number, missed = 0): void {
    const shown = this.#shown.get(room) ?? { seqs: [], missed: 0 };
    this.#shown.set(room, shown);
    if (!this.#begun.has(room)) this.#begun.set(room, seq - 1);
    const last = shown.seqs.at(-1) ?? this.#begun.get(room) ?? 0;
    if (seq <= last || (missed === 0 && seq !== last + 1))
      this.#problems.push(`${room} ${seq} behind ${last}`);
    shown.seqs.push(seq);
  }
}

function entryOf(room: string, seq: number): object {
  return { type: "broadcast", room, seq, time: 5, from: "bob", msg: String(seq) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
