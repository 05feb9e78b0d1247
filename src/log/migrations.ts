/**
 * The forms the data folder's database has had, each as the step from the one before. Steps are never changed once
 * released: a new form is a new step.
 */
import type { Database } from "bun:sqlite";

/** How texts are cut into the index's tokens: part of the stored form, so never changed. */
export const tokenizer = "unicode61 remove_diacritics 2";

/** The newest form this program knows. */
export function newestSchema(): number {
  return steps.length;
}

/** Brings a database to the newest form, in one transaction. The caller has checked that it is no newer than that. */
export function migrate(database: Database, from: number): void {
  database.transaction(() => {
    for (const step of steps.slice(from)) database.run(step);
    database.run(`PRAGMA user_version = ${steps.length}`);
  })();
}

/**
 * `entries.place` is the log's id and the seq in one number (see `place.ts`): a log's entries lie side by side, and one
 * tree serves both; `place >> 33` is the log again. `logs.floor` is the highest deleted seq, so that none is given
 * twice; `logs.indexed` the highest that the words have been taken from. `words` keeps the index alone, not the texts.
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
