/**
 * A simulated store behind the log's port: a disk that outlives the process, commits that take a while and may fail, and
 * a crash that loses whatever was not committed. Must not know sessions.
 */
import type { Fact } from "../../src/protocol/fact.ts";
import type { Log, LogListener, Receipt, SearchStep } from "../../src/log/log.ts";
import type { Entry, Unplaced } from "../../src/protocol/entry.ts";
import type { Storage } from "./storage.ts";
import type { World } from "./world.ts";

export interface CrashLogOptions {
  /** Commits are reported in a later step than they were asked for. */
  readonly later: boolean;
  /** How likely a commit fails, as on a full disk. */
  readonly failing: number;
  /** Planted: says that a batch is on disk before it is. */
  readonly early?: boolean;
  /** Planted: a batch that is not on disk is reported as if it were. */
  readonly hidesFailure?: boolean;
  /** Planted: keys are kept in memory alone. */
  readonly forgetsKeys?: boolean;
}

interface Disk {
  readonly logs: Map<string, Entry[]>;
  readonly keys: Map<string, Entry>;
  readonly facts: Map<string, Fact>;
}

interface Batch {
  readonly drafts: readonly Unplaced[];
  readonly facts: readonly Fact[];
}

export function crashStorage(world: World, options: CrashLogOptions): Storage {
  const disk: Disk = { logs: new Map(), keys: new Map(), facts: new Map() };
  const secret = Uint8Array.from({ length: 32 }, () => world.random.integer(0, 255));
  let current: CrashLog | undefined;
  const storage: Storage = {
    open: (listener) => {
      if (options.forgetsKeys === true) disk.keys.clear();
      current = new CrashLog({ world, disk, options, secret, listener, strike: () => storage.strike() });
      return current;
    },
    reliable: options.failing === 0,
    crash: () => current?.close(),
    strike: () => undefined,
    head: (log) => disk.logs.get(log)?.length ?? 0,
    kept: () => disk.logs,
    dispose: () => undefined,
  };
  return storage;
}

interface Parts {
  readonly world: World;
  readonly disk: Disk;
  readonly options: CrashLogOptions;
  readonly secret: Uint8Array;
  readonly listener: LogListener;
  readonly strike: () => void;
}

class CrashLog implements Log {
  readonly #parts: Parts;
  /** Up to where the server was told, by log: the rest is on its way. */
  readonly #heads = new Map<string, number>();
  readonly #queue: Batch[] = [];
  #busy = false;
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    for (const [log, entries] of parts.disk.logs) this.#heads.set(log, entries.length);
  }

  append(drafts: readonly Unplaced[], facts: readonly Fact[] = []): void {
    if (this.#closed) return;
    const batch = { drafts, facts };
    const { options } = this.#parts;
    if (options.later || options.early === true) {
      this.#queue.push(batch);
      if (options.early === true) this.#report(place(this.#planned(), drafts));
      this.#work();
    } else this.#commit(batch, (report) => report());
  }

  head(log: string): number {
    return this.#heads.get(log) ?? 0;
  }

  read(log: string, after: number, limit: number): readonly Entry[] {
    return this.#entries(log).slice(Math.max(0, after), after + limit);
  }

  readBack(log: string, before: number, limit: number): readonly Entry[] {
    return this.#entries(log)
      .slice(0, Math.max(0, before - 1))
      .slice(-limit);
  }

  find(log: string, identity: string, key: string): Entry | undefined {
    const entry = this.#parts.disk.keys.get(JSON.stringify([log, identity, key]));
    return entry !== undefined && entry.seq <= this.head(log) ? entry : undefined;
  }

  search(log: string, query: string): readonly SearchStep[] {
    const found = this.#entries(log).filter(({ text }) => text.includes(query));
    return [{ entries: found.toReversed(), reachedSeq: 1 }];
  }

  logs(): readonly string[] {
    return Array.from(this.#heads.keys());
  }

  facts(): readonly Fact[] {
    return Array.from(this.#parts.disk.facts.values());
  }

  secret(): Uint8Array {
    return this.#parts.secret;
  }

  check(): void {
    // A simulated disk is always there.
  }

  tend(): boolean {
    return false;
  }

  close(): void {
    this.#closed = true;
  }

  /** What the server may know of: on disk and reported. */
  #entries(log: string): readonly Entry[] {
    return this.#parts.disk.logs.get(log)?.slice(0, this.head(log)) ?? [];
  }

  /** One batch after the other, each in its own time. */
  #work(): void {
    if (this.#busy) return;
    const [batch] = this.#queue;
    if (batch === undefined) return;
    this.#busy = true;
    const { clock, random } = this.#parts.world;
    clock.after(random.between(0, 60), () => {
      if (this.#closed) return;
      this.#queue.shift();
      this.#commit(batch, (report) => {
        clock.after(random.between(0, 20), () => {
          if (this.#closed) return;
          this.#busy = false;
          report();
          this.#work();
        });
      });
    });
  }

  #commit({ drafts, facts }: Batch, then: (report: () => void) => void): void {
    const { world, disk, options, listener, strike } = this.#parts;
    const early = options.early === true;
    const { random } = world;
    if (!early && !world.calm && random.chance(options.failing)) {
      world.trace(`disk refuses ${drafts.length}`);
      if (options.hidesFailure === true)
        return then(() => listener.committed(place(this.#planned(), drafts)));
      return then(() => listener.failed(new Error("the disk is full")));
    }
    if (!options.later) strike();
    const receipts = place(disk, drafts);
    for (const fact of facts) disk.facts.set(fact.type === "topic" ? fact.room : `@${fact.folded}`, fact);
    world.trace(`disk keeps ${drafts.map(({ log }) => log).join(" ")}`);
    if (!options.later) strike();
    then(() => {
      if (!early) this.#report(receipts);
    });
  }

  #report(receipts: readonly Receipt[]): void {
    for (const { entry } of receipts) this.#heads.set(entry.log, Math.max(this.head(entry.log), entry.seq));
    this.#parts.listener.committed(receipts);
  }

  /** A copy of the disk as it will be, for the planted fault that says so at once. */
  #planned(): Disk {
    const { disk } = this.#parts;
    const logs = new Map(Array.from(disk.logs, ([log, entries]) => [log, Array.from(entries)] as const));
    const planned: Disk = { logs, keys: new Map(disk.keys), facts: new Map() };
    for (const { drafts } of this.#queue.slice(0, -1)) place(planned, drafts);
    return planned;
  }
}

/** Gives each draft its place, or the place that its key had before. */
function place(disk: Disk, drafts: readonly Unplaced[]): readonly Receipt[] {
  return drafts.map(({ log, identity, from, to, text, key, time }): Receipt => {
    const mark = key === undefined ? undefined : JSON.stringify([log, identity, key]);
    const first = mark === undefined ? undefined : disk.keys.get(mark);
    if (first !== undefined) return { entry: first, repeated: true };
    const entries = disk.logs.get(log) ?? [];
    const entry: Entry = { log, seq: entries.length + 1, time, from, to, text, key };
    entries.push(entry);
    disk.logs.set(log, entries);
    if (mark !== undefined) disk.keys.set(mark, entry);
    return { entry, repeated: false };
  });
}
