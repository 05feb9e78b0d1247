/**
 * The schema versions of the database, each as a migration from the version before. A released migration is never
 * changed: a new schema is a new migration.
 */
import type { Database } from "bun:sqlite";

/** The tokenizer of the full-text index of version 1. */
const tokenizer = "unicode61 remove_diacritics 2";

/** The newest schema version that this program knows. */
export function newestSchema(): number {
  return steps.length;
}

/** Migrates a database from one schema to a newer one in one transaction. */
export function migrate(
  database: Pick<Database, "transaction" | "run">,
  from: number,
  to: number = newestSchema(),
): void {
  database.transaction(() => {
    for (const step of steps.slice(from, to)) database.run(step);
    database.run(`PRAGMA user_version = ${to}`);
  })();
}

/**
 * Version 1. `entries.place` is the log's id and the seq in one number (see `place.ts`), so one B-tree holds the
 * entries of each log together; `place >> 33` is the log's id. `logs.floor` is the highest deleted seq, so that no
 * seq is assigned twice. `logs.indexed` is the highest seq in the full-text index. `words` holds the index alone,
 * without the texts.
 */
const first = `
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
`;

/**
 * Version 2. No row of `entries` is rewritten, but SQLite reads all of them once for each new column of a STRICT table:
 * a million entries take some three seconds.
 *
 * - `entries.commit_id` is the commit number of the batch and the index in it: `batch << 20 | index`. The two entries of a
 *   direct message share it, and `recipient` is the identity of whose mailbox the other one is in. Entries of version
 *   1 have neither. `kind` 0 is a message; `about` is the id of the entry that another one is about.
 * - `logs.start` is the seq behind which a log began: it is above 0 where other logs were forgotten before.
 * - `spent_keys` are the keys of deleted entries, in the order of their deletion: the index on `entries` holds those of
 *   the others. `identities.spent` counts them, and what was sent before `identities.horizon` may have had a key that
 *   is forgotten.
 * - `records` holds the newest record about each subject, `value` as JSON.
 * - `set_backs` are the entries before which the clock was set back, with the latest time before: between two of them,
 *   the times of a log ascend. Those of version 1 are not known.
 * - `epochs.first` is the commit number of the first batch of an epoch.
 * - `counters`: the last commit number, the last id of a log, and the highest head of a log that was forgotten.
 * - The full-text index is in a file of its own (see `search-file.ts`). Dropping that of a million entries takes 80 ms.
 */
const second = `
  ALTER TABLE entries ADD COLUMN commit_id INTEGER;
  ALTER TABLE entries ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE entries ADD COLUMN recipient INTEGER;
  ALTER TABLE entries ADD COLUMN about INTEGER;
  CREATE TABLE spent_keys (number INTEGER PRIMARY KEY, log INTEGER NOT NULL, identity INTEGER NOT NULL,
    key TEXT NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, sender TEXT NOT NULL, target TEXT,
    deleted INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX spent_keys_by_key ON spent_keys (log, identity, key);
  ALTER TABLE logs ADD COLUMN start INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE identities ADD COLUMN spent INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE identities ADD COLUMN horizon INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE records (kind TEXT NOT NULL, subject TEXT NOT NULL, value TEXT NOT NULL, time INTEGER NOT NULL,
    batch INTEGER NOT NULL, PRIMARY KEY (kind, subject)) STRICT, WITHOUT ROWID;
  CREATE INDEX records_by_time ON records (kind, time);
  INSERT INTO records SELECT 'topic', room, json_object('topic', topic), 0, 0 FROM topics WHERE topic <> '';
  INSERT INTO records SELECT 'holder', folded, json_object('nickname', nickname, 'identity', identity), time, 0
    FROM holders;
  DROP TABLE topics;
  DROP TABLE holders;
  CREATE TABLE set_backs (log INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY (log, seq)) STRICT, WITHOUT ROWID;
  CREATE TABLE epochs (first INTEGER PRIMARY KEY, id BLOB NOT NULL) STRICT;
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO counters VALUES ('batch', 0), ('forgotten_head', 0),
    ('log', (SELECT coalesce(max(id), 0) FROM logs));
  DROP TABLE words;
  ALTER TABLE logs DROP COLUMN indexed;
`;

const steps: readonly string[] = [first, second];
