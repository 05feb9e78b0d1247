/**
 * The commit numbers of the SQLite store, ascending and never reused, and its epochs: an epoch is what one opening of
 * the store has committed, under a random id. Readers that know the epochs notice when a folder was restored from an
 * older copy.
 */
import type { Database } from "bun:sqlite";
import type { Epoch } from "../protocol/epochs.ts";
import { epochsToldMax } from "../protocol/limits.ts";
import { epochIdBytes, epochsMax } from "./limits.ts";

export class StoredBatches {
  readonly #database: Database;
  /** The last number that was stored; undefined: to be read. */
  #last: number | undefined;
  /** The number stored in the present transaction. */
  #stored: number | undefined;
  /** The id of this opening's epoch. */
  readonly #epoch = crypto.getRandomValues(new Uint8Array(epochIdBytes));
  #hasBegunEpoch = false;
  /** What `epochs` returned last; undefined: to be read. */
  #told: readonly Epoch[] | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The commit number of the next batch that writes anything. */
  get next(): number {
    this.#last ??=
      this.#database.query<{ value: number }, []>("SELECT value FROM counters WHERE name = 'batch'").get()
        ?.value ?? 0;
    return this.#last + 1;
  }

  /** The newest epochs, oldest first, with this opening's, whether it has begun or not. */
  epochs(): readonly Epoch[] {
    this.#told ??= this.#readEpochs();
    return this.#told;
  }

  /** As `forkOf` of `epochs.ts`, over all epochs that are stored. */
  forkOf(epochs: readonly Epoch[]): number | undefined {
    const present = this.epochs().at(-1);
    const stored = this.#database.query<{ first: number }, [Uint8Array]>(
      "SELECT first FROM epochs WHERE id = ?",
    );
    const following = this.#database.query<{ first: number }, [number]>(
      "SELECT first FROM epochs WHERE first > ? ORDER BY first LIMIT 1",
    );
    for (let index = epochs.length - 1; index >= 0; index -= 1) {
      const id = epochs[index]?.id ?? "";
      const first = id === present?.id ? present.first : stored.get(Buffer.from(id, "base64url"))?.first;
      if (first === undefined) continue;
      const next =
        following.get(first)?.first ?? (id === present?.id ? Infinity : (present?.first ?? Infinity));
      return Math.min(epochs[index + 1]?.first ?? Infinity, next);
    }
    return undefined;
  }

  #readEpochs(): readonly Epoch[] {
    const stored = this.#database
      .query<{ id: Uint8Array; first: number }, [number]>(
        "SELECT id, first FROM epochs ORDER BY first DESC LIMIT ?",
      )
      .all(epochsToldMax);
    const present = this.#hasBegunEpoch ? [] : [{ id: this.#epoch, first: this.next }];
    return [...present, ...stored]
      .slice(0, epochsToldMax)
      .map(({ id, first }) => ({ id: Buffer.from(id).toString("base64url"), first }))
      .reverse();
  }

  /** Stores the number in the caller's transaction, which writes something. The first of an opening begins an epoch. */
  store(): void {
    this.#stored = this.next;
    this.#database.query("UPDATE counters SET value = ? WHERE name = 'batch'").run(this.#stored);
    if (!this.#hasBegunEpoch) this.#beginEpoch(this.#stored);
  }

  /** The caller's transaction was committed. */
  committed(): void {
    if (this.#stored === undefined) return;
    if (!this.#hasBegunEpoch) this.#told = undefined;
    this.#last = this.#stored;
    this.#stored = undefined;
    this.#hasBegunEpoch = true;
  }

  /** The caller's transaction failed. What of it is on disk may be unknown. */
  failed(): void {
    this.#last = undefined;
    this.#stored = undefined;
    this.#told = undefined;
  }

  #beginEpoch(first: number): void {
    this.#database.query("INSERT OR REPLACE INTO epochs VALUES (?, ?)").run(first, this.#epoch);
    this.#database
      .query(
        "DELETE FROM epochs WHERE first <= (SELECT first FROM epochs ORDER BY first DESC LIMIT 1 OFFSET ?)",
      )
      .run(epochsMax);
  }
}
