/**
 * Checks in a few milliseconds that a database has what the migrations create: all tables with their columns, the
 * secret, and a file that is not truncated. Damage deeper down shows when it is read.
 */
import { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { StoreError } from "../base/store-error.ts";
import { migrate } from "./migrations.ts";

/**
 * @param schema the version that the database is of
 * @throws StoreError `damaged`
 */
export function checkDatabase(database: Database, folder: string, schema: number): void {
  const problem =
    missingPart(database, schema) ??
    secretProblem(database) ??
    counterProblem(database, schema) ??
    lengthProblem(database);
  if (problem !== undefined) throw new StoreError("damaged", folder, new Error(problem));
}

interface Part {
  readonly name: string;
  readonly sql: string | null;
}

/** Additional tables are harmless. */
function missingPart(database: Database, schema: number): string | undefined {
  using model = new Database(":memory:");
  migrate(model, 0, schema);
  const present = new Map(partsOf(database).map(({ name, sql }) => [name, sql]));
  for (const { name, sql } of partsOf(model)) {
    const found = present.get(name);
    // The SQL of the full-text index's own tables is SQLite's and may change with its version.
    const isSame = name.startsWith("words_") ? found !== undefined : found === sql;
    if (!isSame) return `${name} is ${found === undefined ? "missing" : "not as it should be"}`;
  }
  return undefined;
}

function partsOf(database: Database): readonly Part[] {
  return database.query<Part, []>("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").all();
}

function secretProblem(database: Database): string | undefined {
  const row = database
    .query<{ bytes: number }, []>("SELECT length(value) AS bytes FROM secrets WHERE name = 'tokens'")
    .get();
  return row?.bytes === 32 ? undefined : "the secret is missing";
}

/** The counters that later numbers go on from. */
function counterProblem(database: Database, schema: number): string | undefined {
  if (schema < 2) return undefined;
  const { count } =
    database.query<{ count: number }, []>("SELECT count(*) AS count FROM counters").get() ?? {};
  return count === counterNames ? undefined : "a counter is missing";
}

const counterNames = 3;

/** Pages that are not in the file can only be in the write-ahead log. */
function lengthProblem(database: Database): string | undefined {
  const pages = database.query<{ page_count: number }, []>("PRAGMA page_count").get()?.page_count ?? 0;
  const pageBytes = database.query<{ page_size: number }, []>("PRAGMA page_size").get()?.page_size ?? 0;
  const ahead = statSync(`${database.filename}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const isCut = ahead === 0 && statSync(database.filename).size < pages * pageBytes;
  return isCut ? "the file was cut off" : undefined;
}
