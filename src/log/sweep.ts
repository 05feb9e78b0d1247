/** Goes through all rows of a table in the order of their ids, a few in each step, whenever a round is begun. */

export interface Identified {
  readonly id: number;
}

export class Sweep<Row extends Identified> {
  readonly #select: (after: number, limit: number) => readonly Row[];
  readonly #limit: number;
  /** The id of the last row of the present round; undefined between two rounds. */
  #last: number | undefined;

  /** @param select the rows behind an id, in order, at most `limit` */
  constructor(limit: number, select: (after: number, limit: number) => readonly Row[]) {
    this.#limit = limit;
    this.#select = select;
  }

  /** Begins a round, unless one goes on. */
  begin(): void {
    this.#last ??= Number.MIN_SAFE_INTEGER;
  }

  get isOn(): boolean {
    return this.#last !== undefined;
  }

  /** The next rows of the round; none between two rounds. */
  next(): readonly Row[] {
    if (this.#last === undefined) return [];
    const rows = this.#select(this.#last, this.#limit);
    this.#last = rows.length < this.#limit ? undefined : rows.at(-1)?.id;
    return rows;
  }
}
