/**
 * The cursors that read one log, linked one to the next, in no order. Most logs are mailboxes with a single reader, for
 * whom a Set would be the larger half of what an idle session costs. Must not know what is read.
 */
import type { Cursor } from "./cursor.ts";

export class Readers {
  #first: Cursor | undefined;
  #pacedCount = 0;

  get empty(): boolean {
    return this.#first === undefined;
  }

  /** Whether one of them speaks a dialect that is written frame by frame: the classic one. */
  get anyPaced(): boolean {
    return this.#pacedCount > 0;
  }

  add(cursor: Cursor): void {
    if (cursor.outlet.dialect.paced) this.#pacedCount += 1;
    cursor.nextReader = this.#first;
    if (this.#first !== undefined) this.#first.previousReader = cursor;
    this.#first = cursor;
  }

  /** Nothing, when it is not there. */
  delete(cursor: Cursor): void {
    const { previousReader: previous, nextReader: next } = cursor;
    if (previous === undefined && this.#first !== cursor) return;
    if (cursor.outlet.dialect.paced) this.#pacedCount -= 1;
    if (previous === undefined) this.#first = next;
    else previous.nextReader = next;
    if (next !== undefined) next.previousReader = previous;
    cursor.previousReader = undefined;
    cursor.nextReader = undefined;
  }

  /** Each one; `visit` may delete the one it is given. */
  forEach(visit: (cursor: Cursor) => void): void {
    for (let cursor = this.#first; cursor !== undefined;) {
      const next: Cursor | undefined = cursor.nextReader;
      visit(cursor);
      cursor = next;
    }
  }
}
