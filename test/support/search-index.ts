/** Stores whose search index is looked into. */
import { Database } from "bun:sqlite";
import { join } from "node:path";
import { found } from "./found.ts";
import { draft } from "./sqlite-store.ts";
import type { OpenStore } from "./sqlite-store.ts";

type Said = string | { readonly log: string; readonly text: string };

export function say({ log }: OpenStore, ...said: readonly Said[]): void {
  log.propose(said.map((one) => (typeof one === "string" ? draft(one) : draft(one.text, { log: one.log }))));
}

export function times(count: number, text: string): readonly string[] {
  return Array.from({ length: count }, () => text);
}

export function index({ log }: OpenStore): void {
  while (log.maintain({ now: 0 }));
}

export function textsFound({ log }: OpenStore, query: string): readonly string[] {
  return found(log, "lobby", query).map(({ text }) => text);
}

export function rowsOf(folder: string, sql: string): readonly unknown[] {
  using database = new Database(join(folder, "search.db"), { readonly: true });
  return database.query(sql).all();
}

/** How many entries of the index have a token. */
export function rowsIn(folder: string, token: string): number {
  using database = new Database(join(folder, "search.db"), { readonly: true });
  const segments = database.query<{ id: number }, []>("SELECT id FROM segments").all();
  const counts = segments.map(
    ({ id }) =>
      database
        .query<{ count: number }, [string]>(
          `SELECT count(*) AS count FROM segment_${id} WHERE segment_${id} MATCH ?`,
        )
        .get(token)?.count ?? 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Resolves when so many entries with a token are in the index that another process writes. */
export async function whenIndexed(folder: string, token: string, count: number): Promise<void> {
  while (!isIndexed(folder, token, count)) await Bun.sleep(5);
}

function isIndexed(folder: string, token: string, count: number): boolean {
  try {
    return rowsIn(folder, token) >= count;
  } catch {
    // It is being made.
    return false;
  }
}
