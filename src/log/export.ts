/** Reads a whole store in constant memory, beside a running server or without one. */
import type { Database } from "bun:sqlite";
import type { Entry } from "../protocol/entry.ts";
import { isMailbox } from "../protocol/entry.ts";
import { readEntriesMax } from "./limits.ts";
import { StoreError } from "../base/store-error.ts";
import { openForReading } from "./database.ts";
import { endOf, place, seqIn, startOf } from "./place.ts";
import type { Row } from "./row.ts";
import { columns, entryOf } from "./row.ts";

export interface ExportOptions {
  readonly folder: string;
  /** A valid room name; undefined: all rooms. */
  readonly room: string | undefined;
  /** Include the mailboxes. */
  readonly mailboxes: boolean;
}

/**
 * Yields all logs in the order of their creation, each in order of seq, in blocks of entries, up to its head at the
 * time its first block is read. No statement stays open between two blocks, so a slow consumer does not block the
 * server's checkpoints. Returns undefined if the room does not exist.
 *
 * @throws StoreError if the folder cannot be read
 */
export function exportedEntries(options: ExportOptions): Iterable<readonly Entry[]> | undefined {
  const database = openForReading(options.folder);
  try {
    const logs = database.query<Listed, []>("SELECT id, name FROM logs ORDER BY id").all();
    const wanted = logs.filter(({ name }) => (isMailbox(name) ? options.mailboxes : isRoom(name, options)));
    const missing = options.room !== undefined && !wanted.some(({ name }) => name === options.room);
    if (!missing) return blocks(options.folder, database, wanted);
    database.close();
    return undefined;
  } catch (cause) {
    database.close();
    throw new StoreError("damaged", options.folder, cause);
  }
}

interface Listed {
  readonly id: number;
  readonly name: string;
}

function isRoom(name: string, { room }: ExportOptions): boolean {
  return room === undefined || room === name;
}

function* blocks(
  folder: string,
  database: Database,
  logs: readonly Listed[],
): Generator<readonly Entry[], void> {
  try {
    for (const log of logs) yield* blocksOf(database, log);
  } catch (cause) {
    throw new StoreError("damaged", folder, cause);
  } finally {
    database.close();
  }
}

function* blocksOf(database: Database, { id, name }: Listed): Generator<readonly Entry[], void> {
  const head = database
    .query<{ seq: number | null }, [number]>(
      `SELECT max(${seqIn("place")}) AS seq FROM entries WHERE place =
       (SELECT max(place) FROM entries WHERE place > ${startOf("?1")} AND place < ${endOf("?1")})`,
    )
    .get(id)?.seq;
  if (head === null || head === undefined) return;
  const next = database.query<Row, [number, number, number, number]>(
    `SELECT ${columns} FROM entries WHERE place > ${place("?1", "?2")} AND place <= ${place("?1", "?3")}
     ORDER BY place LIMIT ?4`,
  );
  for (let after = 0; after < head;) {
    const rows = next.all(id, after, head, readEntriesMax);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
    yield rows.map((row) => entryOf(name, row));
  }
}
