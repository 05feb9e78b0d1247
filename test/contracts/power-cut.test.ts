/**
 * The power cut, which no signal can play: a write-ahead log that ends anywhere. Whatever was acknowledged before that
 * place is there when the store is opened again, and the store is whole.
 */
import { Database } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { StoreFolders, draft, openStore } from "../support/sqlite-store.ts";

setDefaultTimeout(testTimeoutMs);

const folders = new StoreFolders();

afterAll(() => folders.remove());

test.each([
  ["in one piece", 300, 250],
  ["copied back and begun anew on the way", 2_500, 250],
] as const)(
  "sqliteLog holds what was acknowledged before any place where its write-ahead log is cut, %s",
  (_, batches, cuts) => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = randomOf(seed);
    const folder = folders.fresh();
    using store = openStore(folder);
    const path = join(folder, "chat.db-wal");
    /** How long the file was when each batch was acknowledged. */
    const sizes: number[] = [];
    for (let batch = 0; batch < batches; batch += 1) {
      const size = 1 + Math.floor(random() * 3);
      store.log.propose(
        Array.from({ length: size }, (__, at) => draft(`${batch} ${at}`, { key: `${batch}-${at}` })),
      );
      sizes.push(statSync(path).size);
    }
    const written = store.log.read("lobby", 0, 1_000_000).map(({ text }) => text);
    const [database, log] = [readFileSync(join(folder, "chat.db")), readFileSync(path)];
    const ends = commitEnds(log);
    // The batches whose commits are in the file; those before lie in the database.
    const begun = batches - ends.length;
    if (batches === 2_500) expect(begun).toBeGreaterThan(0);
    else expect(sizes).toEqual(ends.slice(-batches));
    for (let count = 0; count < cuts; count += 1) {
      const offset = Math.floor(random() * ((ends.at(-1) ?? 0) + 1));
      // Before the first batch come the commits that made the tables.
      const acknowledged = Math.max(-1, begun + ends.findLastIndex((end) => end <= offset));
      const kept = held(join(folder, `cut-${count}`), database, log.subarray(0, offset));
      const message = `seed ${seed}, offset ${offset}`;
      expect(kept.integrity, message).toBe("ok");
      // In order and without a gap, up to the last batch that was acknowledged before the cut, and no half of one.
      expect(kept.texts, message).toEqual(written.slice(0, kept.texts.length));
      expect(Number(kept.texts.at(-1)?.split(" ")[0] ?? -1), message).toBe(acknowledged);
      expect(written[kept.texts.length]?.endsWith(" 0") ?? true, message).toBe(true);
    }
  },
);

/** What a store holds whose machine lost its power with these bytes on the disk. */
function held(folder: string, database: Uint8Array, log: Uint8Array) {
  mkdirSync(folder);
  writeFileSync(join(folder, "chat.db"), database);
  writeFileSync(join(folder, "chat.db-wal"), log);
  let texts: readonly string[];
  {
    using store = openStore(folder);
    texts = store.log.read("lobby", 0, 1_000_000).map(({ text }) => text);
  }
  const opened = new Database(join(folder, "chat.db"));
  const integrity = opened.query<{ integrity_check: string }, []>("PRAGMA integrity_check").get();
  opened.close();
  rmSync(folder, { recursive: true });
  return { texts, integrity: integrity?.integrity_check };
}

/**
 * Where the commits end that a write-ahead log holds, in order.
 *
 * @source sqlite.org/fileformat2.html, section 4.1: frames of an earlier round have other salts
 */
function commitEnds(log: Buffer): readonly number[] {
  const frameBytes = 24 + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  const ends: number[] = [];
  for (let at = 32; at + frameBytes <= log.length; at += frameBytes) {
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    if (log.readUInt32BE(at + 4) > 0) ends.push(at + frameBytes);
  }
  return ends;
}

/** mulberry32: small, and the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
