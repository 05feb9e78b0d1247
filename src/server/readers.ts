/**
 * The readers of one log, as an intrusive doubly linked list, in no order. Most logs are mailboxes with a single reader,
 * for whom a Set would be the larger half of what an idle session costs.
 */

/** What the list needs of a reader. The links belong to the list: a reader is in one list at a time. */
export interface Linked<Reader> {
  /** Is shown who joins and leaves also in a crowd. */
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

  /** Whether one of them is shown who joins and leaves also in a crowd. */
  get anyCrowdNotices(): boolean {
    return this.#crowdNoticesCount > 0;
  }

  add(reader: Reader): void {
    if (reader.crowdNotices) this.#crowdNoticesCount += 1;
    reader.nextReader = this.#first;
    if (this.#first !== undefined) this.#first.previousReader = reader;
    this.#first = reader;
  }

  /** Nothing, when it is not there. */
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

  /** Each one; `visit` may delete the one it is given. */
  forEach(visit: (reader: Reader) => void): void {
    for (let reader = this.#first; reader !== undefined;) {
      const next: Reader | undefined = reader.nextReader;
      visit(reader);
      reader = next;
    }
  }
}
