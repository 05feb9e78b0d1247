/**
 * What everybody in a run wrote, was told and saw, and whether it agrees with what the store has kept: the promises
 * about messages.
 */
import { isMailbox } from "../../src/protocol/entry.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import type { World } from "./world.ts";

/** A message that somebody wrote. `id` is the first word of its text and belongs to no other. */
export interface Written {
  readonly id: string;
  /** The process it was written in, and which of that process's messages it is. */
  readonly process: string;
  readonly order: number;
  outcome: "open" | "acknowledged" | "refused";
}

/** An entry as a client was told of it. `log` is the store's name for it. */
export interface Told {
  readonly who: string;
  readonly log: string;
  readonly seq: number;
  readonly id: string;
  readonly key: string | undefined;
}

export class Ledger {
  readonly written = new Map<string, Written>();
  /**
   * A refusal that is lost with the line is sent again, and may then be taken behind what came after it: on a full disk,
   * and for messages to one who was not there, the sender's order is not promised.
   */
  readonly #ordered: boolean;
  readonly #world: World;
  /** By log and place, as the first was told who was shown it. */
  readonly #delivered = new Map<string, Told>();
  readonly #acknowledged: Told[] = [];

  constructor(world: World, ordered: boolean) {
    this.#world = world;
    this.#ordered = ordered;
  }

  write(id: string, process: string, order: number): void {
    this.written.set(id, { id, process, order, outcome: "open" });
  }

  refuse(text: string): void {
    const written = this.written.get(idOf(text));
    if (written !== undefined) written.outcome = "refused";
  }

  /** It is sent again, as if it had not been refused. */
  reopen(text: string): void {
    const written = this.written.get(idOf(text));
    if (written?.outcome === "refused") written.outcome = "open";
  }

  deliver(told: Told): void {
    const { who, log, seq, id } = told;
    const place = `${log} ${seq}`;
    const first = this.#delivered.get(place);
    if (first === undefined) this.#delivered.set(place, told);
    else if (first.id !== id)
      this.#world.violate(`${place} was shown to ${first.who} as ${first.id}, to ${who} as ${id}`);
  }

  acknowledge(told: Told): void {
    this.#acknowledged.push(told);
    const written = this.written.get(told.id);
    if (written?.outcome === "open") written.outcome = "acknowledged";
  }

  /** Against everything that the store has kept. */
  check(kept: ReadonlyMap<string, readonly Entry[]>): void {
    const copies = new Map<string, string[]>();
    for (const [log, entries] of kept) this.#checkLog(log, entries, copies);
    for (const [id, logs] of copies) this.#checkCopies(id, logs);
    for (const told of this.#delivered.values()) this.#checkTold(kept, told, "shown");
    for (const told of this.#acknowledged) this.#checkTold(kept, told, "acknowledged");
    this.#checkKeys();
  }

  #checkLog(log: string, entries: readonly Entry[], copies: Map<string, string[]>): void {
    const latest = new Map<string, number>();
    entries.forEach((entry, index) => {
      const id = idOf(entry.text);
      if (entry.seq !== index + 1) this.#world.violate(`${log} has ${entry.seq} in place ${index + 1}`);
      copies.set(id, [...(copies.get(id) ?? []), log]);
      const written = this.written.get(id);
      if (written === undefined || isMailbox(log) || !this.#ordered) return;
      const before = latest.get(written.process) ?? 0;
      if (written.order < before)
        this.#world.violate(`${log} holds ${id} behind a later message of its sender`);
      latest.set(written.process, Math.max(before, written.order));
    });
  }

  /** Once in a room, or once in each of two mailboxes. */
  #checkCopies(id: string, logs: readonly string[]): void {
    const mailboxes = logs.filter(isMailbox);
    const twice = new Set(logs).size < logs.length;
    if (twice || (mailboxes.length > 0 ? logs.length > 2 || mailboxes.length < logs.length : logs.length > 1))
      this.#world.violate(`${id} is kept more than once: ${logs.join(" ")}`);
    if (this.written.get(id)?.outcome === "refused")
      this.#world.violate(`${id} was refused to its sender, and kept in ${logs.join(" ")}`);
  }

  #checkTold(kept: ReadonlyMap<string, readonly Entry[]>, told: Told, how: string): void {
    const entry = kept.get(told.log)?.[told.seq - 1];
    if (entry === undefined)
      this.#world.violate(`${told.log} ${told.seq} ${told.id} was ${how} to ${told.who}, and is lost`);
    else if (idOf(entry.text) !== told.id)
      this.#world.violate(
        `${told.log} ${told.seq} was ${how} to ${told.who} as ${told.id}, and is ${idOf(entry.text)}`,
      );
  }

  /** A message that is acknowledged twice has one place. */
  #checkKeys(): void {
    const places = new Map<string, string>();
    for (const { who, key, log, seq } of this.#acknowledged) {
      const mark = `${who.split(".")[0]} ${key}`;
      const place = `${log} ${seq}`;
      const first = places.get(mark) ?? place;
      if (first !== place) this.#world.violate(`${mark} was acknowledged as ${first} and as ${place}`);
      places.set(mark, first);
    }
  }
}

/** The first word of a text. */
export function idOf(text: string): string {
  return text.split(" ", 1)[0] ?? "";
}
