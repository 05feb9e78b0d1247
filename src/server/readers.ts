/**
 * The readers of one log: an intrusive doubly linked list, unordered. Most logs are mailboxes with a single reader,
 * for whom a Set would be the larger part of the memory of an idle session.
 */

/** A node of the list. The list owns the links: a reader is in one list at a time. */
export interface Linked<Reader> {
  /** Gets notices of joins and leaves even in large rooms. */
  readonly crowdNotices: boolean;
  nextReader: Reader | undefined;
  previousReader: Reader | undefined;
}

export class Readers<Reader extends Linked<Reader>> {
  #first: Reader | undefined;
  #crowdNoticesCount = 0;

  get empty(): boolean {
    return this.#first === undefined;
  }

  /** Whether one of them gets notices of joins and leaves even in large rooms. */
  get anyCrowdNotices(): boolean {
    return this.#crowdNoticesCount > 0;
  }

  add(reader: Reader): void {
    if (reader.crowdNotices) this.#crowdNoticesCount += 1;
    reader.nextReader = this.#first;
    if (this.#first !== undefined) this.#first.previousReader = reader;
    this.#first = reader;
  }

  /** Does nothing if the reader is not in the list. */
  delete(reader: Reader): void {
    const { previousReader: previous, nextReader: next } = reader;
    if (previous === undefined && this.#first !== reader) return;
    if (reader.crowdNotices) this.#crowdNoticesCount -= 1;
    if (previous === undefined) this.#first = next;
    else previous.nextReader = next;
    if (next !== undefined) next.previousReader = previous;
    reader.previousReader = undefined;
    reader.nextReader = undefined;
  }

  /** Visits each reader; `visit` may delete the one it is given. */
  forEach(visit: (reader: Reader) => void): void {
    for (let reader = this.#first; reader !== undefined;) {
      const next: Reader | undefined = reader.nextReader;
      visit(reader);
      reader = next;
    }
  }
}
