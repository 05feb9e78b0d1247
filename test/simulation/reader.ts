/**
 * Watches one person's screen from run to run: in each room and in the mailbox every entry is shown once, in order,
 * or counted where it is too many to be shown. What was shown in the very step in which the program was killed may be
 * shown once more.
 */
import type { ShownEvent } from "../../src/client/shown-event.ts";
import { isMessage } from "../../src/client/session/outbox.ts";
import type { RestoredSession } from "../../src/client/session/saved-session.ts";
import { mailboxCursor, mailboxOf } from "../../src/protocol/entry.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import type { ServerMessage } from "../../src/protocol/server-message.ts";
import { idOf } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";
import type { World } from "./world.ts";

export interface ReaderOptions {
  readonly world: World;
  readonly ledger: Ledger;
  readonly name: string;
  /** The newest seq of a log that the store has. */
  readonly head: (log: string) => number;
}

/**
 * How far a log was shown, or where it began; `before`: the same before this step, undefined for a new one. `left`: in
 * this step, and perhaps entered again, behind `again`. What is heard in one step is shown afterwards.
 */
interface Place {
  last: number;
  before: number | undefined;
  left: boolean;
  again: number | undefined;
}

type Past = Extract<ShownEvent, { type: "past" }>;

export class Reader {
  readonly #options: ReaderOptions;
  #identity = "";
  #places = new Map<string, Place>();
  /** What was refused in this step. */
  #refused: string[] = [];

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Another run begins, with this on disk: what was shown, no more and no less. */
  begin(remembered: RestoredSession | undefined): void {
    const kept = new Map(remembered?.rooms);
    if (remembered?.token !== undefined) kept.set(mailboxCursor, remembered.mailboxSeq);
    for (const [log, { last, before, left }] of this.#places) {
      const seq = kept.get(log);
      if (before === undefined || left || remembered?.token === undefined) continue;
      if (seq === undefined) this.#violate(`has forgotten ${log}, where it was`);
      else if (seq > last || seq < before)
        this.#violate(`remembers ${log} up to ${seq}, was shown it up to ${last}`);
    }
    this.#places = new Map(Array.from(kept, ([log, last]) => [log, { ...placeAt(last), before: last }]));
    // Killed in the very step, it sends them once more, and they may be taken then.
    for (const { text } of remembered?.unsent?.filter(isMessage) ?? [])
      if (this.#refused.includes(text)) this.#options.ledger.reopen(text);
  }

  /** What happens now is one step of the program. */
  stepping(): void {
    this.#refused = [];
    for (const [log, place] of this.#places) {
      if (place.left && place.again === undefined) this.#places.delete(log);
      if (place.left && place.again !== undefined) place.last = place.again;
      place.left = false;
      place.again = undefined;
      place.before = place.last;
    }
  }

  heard(message: ServerMessage): void {
    switch (message.type) {
      case "login":
        if (!message.success) return;
        if (!message.resumed) this.#places.clear();
        this.#identity = message.token?.slice(0, message.token.lastIndexOf(".")) ?? "";
        for (const { room, seq } of message.rooms) this.#enter(room, seq);
        return this.#enter(mailboxCursor, 0);
      case "join":
        return this.#enter(message.room, message.seq);
      case "leave": {
        const place = this.#places.get(message.room);
        if (place !== undefined) place.left = true;
        return;
      }
      case "entry":
        return this.#receive(message.entry, message.repeat);
      default:
        return;
    }
  }

  showed(event: ShownEvent): void {
    const { world, name, ledger } = this.#options;
    if (event.type === "message") {
      const { room, to, text, seq = 0 } = event;
      world.trace(`${name} sees ${room} ${seq} ${idOf(text)}`);
      this.#advance(to === undefined ? room : mailboxCursor, seq);
    } else if (event.type === "past" && event.query === undefined) this.#showedPast(event);
    else if (event.type === "refused" && event.text !== undefined) {
      world.trace(`${name} is refused ${event.fault?.code ?? ""} ${idOf(event.text)}`);
      ledger.refuse(event.text);
      this.#refused.push(event.text);
    }
  }

  /** What is wrong at the end, as long as it may still come right. */
  missing(): readonly string[] {
    const { name, head } = this.#options;
    return Array.from(this.#places).flatMap(([log, { last }]) => {
      const newest = head(this.#logOf(log));
      return last === newest ? [] : [`${name} was shown ${log} up to ${last} of ${newest}`];
    });
  }

  #enter(log: string, seq: number): void {
    const place = this.#places.get(log);
    if (place === undefined) this.#places.set(log, placeAt(seq));
    else if (place.left) place.again = seq;
  }

  #receive({ log, seq, text, key }: Entry, repeat: boolean): void {
    const { ledger, name } = this.#options;
    const told = { who: name, log: this.#logOf(log), seq, id: idOf(text), key };
    if (key?.startsWith(`${name}.`) === true) ledger.acknowledge(told);
    if (!repeat) ledger.deliver(told);
  }

  #showedPast({ room, messages, seenSeq, missed = 0 }: Past): void {
    const { world, name } = this.#options;
    const log = room.startsWith(mailboxCursor) ? mailboxCursor : room;
    const seqs = messages.map(({ seq = 0 }) => seq);
    world.trace(`${name} sees ${room} of before ${seqs.join(" ")} (${seenSeq} ${missed})`);
    const place = this.#places.get(log);
    if (place === undefined) return this.#violate(`is shown ${log}, where it is not`);
    if (seenSeq !== undefined && seenSeq !== place.last)
      this.#violate(`is told that ${log} was seen up to ${seenSeq}, it was up to ${place.last}`);
    if (missed > 0) place.last += missed;
    const first = place.last;
    for (const seq of seqs.filter((one) => one > first)) {
      if (seenSeq === undefined) this.#violate(`is shown ${log} ${seq} as if it were old`);
      this.#advance(log, seq);
    }
  }

  #advance(log: string, seq: number): void {
    const place = this.#places.get(log);
    if (place === undefined) return this.#violate(`is shown ${log} ${seq}, where it is not`);
    if (place.again !== undefined && seq === place.again + 1) {
      place.last = place.again;
      // What follows in this step belongs to the room as it was joined again.
      place.left = false;
      place.again = undefined;
    }
    if (seq !== place.last + 1) this.#violate(`is shown ${log} ${seq} behind ${place.last}`);
    place.last = seq;
  }

  #logOf(log: string): string {
    return log === mailboxCursor ? mailboxOf(this.#identity) : log;
  }

  #violate(what: string): void {
    this.#options.world.violate(`${this.#options.name} ${what}`);
  }
}

function placeAt(last: number): Place {
  return { last, before: undefined, left: false, again: undefined };
}
