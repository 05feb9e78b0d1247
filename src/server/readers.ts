/**
 * The readers of one log, as an intrusive doubly linked list, in no order. Most logs are mailboxes with a single reader,
 * for whom a Set would be the larger half of what an idle session costs.
 */

/** What the list needs of a reader. The links belong to the list: a reader is in one list at a time. */
export interface Linked<Reader> {
  /** Its frames are written one at a time: the classic dialect. */
  readonly paced: boolean;
  nextReader: Reader | undefined;
  previousReader: Reader | undefined;
}

export class Readers<Reader extends Linked<Reader>> {
  #first: Reader | undefined;
  #pacedCount = 0;

  get empty(): boolean {
    return this.#first === undefined;
  }

  /** Whether one of them speaks a dialect that is written frame by frame: the classic one. */
  get anyPaced(): boolean {
    return this.#pacedCount > 0;
  }

  add(reader: Reader): void {
    if (reader.paced) this.#pacedCount += 1;
    reader.nextReader = this.#first;
    if (this.#first !== undefined) this.#first.previousReader = reader;
    this.#first = reader;
  }

  /** Nothing, when it is not there. */
  delete(reader: Reader): void {
    const { previousReader: previous, nextReader: next } = reader;
    if (previous === undefined && this.#first !== reader) return;
    if (reader.paced) this.#pacedCount -= 1;
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
