/**
 * The schema versions of the database, each as a migration from the version before. A released migration is never
 * changed: a new schema is a new migration.
 */
import type { Database } from "bun:sqlite";

/** The tokenizer of the full-text index. It is part of the stored data, so it never changes. */
export const tokenizer = "unicode61 remove_diacritics 2";

/** The newest schema version that this program knows. */
export function newestSchema(): number {
  return steps.length;
}

/** Migrates a database to the newest schema in one transaction. The caller has checked that it is not newer. */
export function migrate(database: Database, from: number): void {
  database.transaction(() => {
    for (const step of steps.slice(from)) database.run(step);
    database.run(`PRAGMA user_version = ${steps.length}`);
  })();
}

/**
 * `entries.place` is the log's id and the seq in one number (see `place.ts`), so one B-tree holds the entries of each
 * log together; `place >> 33` is the log's id. `logs.floor` is the highest deleted seq, so that no seq is assigned
 * twice. `logs.indexed` is the highest seq in the full-text index. `words` holds the index alone, without the texts.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE logs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, floor INTEGER NOT NULL DEFAULT 0,
    indexed INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE identities (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE entries (place INTEGER PRIMARY KEY, time INTEGER NOT NULL, identity INTEGER NOT NULL,
    sender TEXT NOT NULL, target TEXT, text TEXT NOT NULL, key TEXT) STRICT;
  CREATE UNIQUE INDEX entries_by_key ON entries (identity, key, place >> 33) WHERE key IS NOT NULL;
  CREATE TABLE topics (room TEXT PRIMARY KEY, topic TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE holders (folded TEXT PRIMARY KEY, nickname TEXT NOT NULL, identity TEXT NOT NULL,
    time INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX holders_by_time ON holders (time);
  CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO secrets VALUES ('tokens', randomblob(32));
  CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1,
    tokenize="${tokenizer}");
  `,
];
