/**
 * A simulated store behind the log's port: a disk that outlives the process, commits that take a while and may fail,
 * and a crash that loses whatever was not committed.
 */
import type { DurableRecord } from "../../src/protocol/durable-record.ts";
import { subjectOf } from "../../src/protocol/durable-record.ts";
import type { Log, LogListener, MessageKey, Origin, Proposal, Since } from "../../src/log/log.ts";
import type { Epoch } from "../../src/protocol/epochs.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";
import type { Entry, NewMessage } from "../../src/protocol/entry.ts";
import { lobby } from "../../src/protocol/entry.ts";
import type { Storage } from "./storage.ts";
import type { World } from "./world.ts";
import { newEntries, receiptsOfFailed } from "../support/proposals.ts";

export interface CrashLogOptions {
  /** Commits are reported in a later step than they were asked for. */
  readonly later: boolean;
  /** How long a commit may take, when it is reported later. */
  readonly commitMsMax?: number;
  /** Another server writes into the same store. */
  readonly shared?: boolean;
  /** Planted: a look-up is answered from what was proposed, committed or not. */
  readonly looksAhead?: boolean;
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
  readonly records: Map<string, DurableRecord>;
  /** Whatever was proposed under a key, for the planted fault that takes it for committed. */
  readonly proposed: Map<string, Entry>;
}

interface Batch {
  readonly proposals: readonly Proposal[];
  readonly origin: Origin;
}

export function crashStorage(world: World, options: CrashLogOptions): Storage {
  const disk: Disk = { logs: new Map(), keys: new Map(), records: new Map(), proposed: new Map() };
  const secret = Uint8Array.from({ length: 32 }, () => world.random.integer(0, 255));
  let current: CrashLog | undefined;
  const sayElsewhere = (text: string): void => {
    const from = "far";
    const message = {
      type: "message",
      log: lobby,
      identity: from,
      from,
      text,
      time: world.clock.now(),
    } as const;
    if (current === undefined || current.isClosed) place(disk, [message]);
    else current.takeFromElsewhere(message);
  };
  const storage: Storage = {
    open: (listener) => {
      if (options.forgetsKeys === true) disk.keys.clear();
      current = new CrashLog({ world, disk, options, secret, listener, strike: () => storage.strike() });
      return current;
    },
    reliable: options.failing === 0,
    crash: () => void current?.close(),
    strike: () => undefined,
    ...(options.shared === true ? { sayElsewhere } : {}),
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

  propose(proposals: readonly Proposal[]): void {
    if (this.#closed) return;
    this.#take({ proposals, origin: "here" });
  }

  takeFromElsewhere(message: Proposal): void {
    this.#take({ proposals: [message], origin: "elsewhere" });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  #take(batch: Batch): void {
    const { proposals } = batch;
    if (this.#parts.options.looksAhead === true) noteProposed(this.#parts.disk, proposals);
    const { options } = this.#parts;
    if (options.later || options.early === true) {
      this.#queue.push(batch);
      if (options.early === true) this.#report(place(this.#planned(), proposals), batch);
      this.#work();
    } else this.#commit(batch, (report) => report());
  }

  head(log: string): number {
    return this.#heads.get(log) ?? 0;
  }

  read(log: string, after: number, limit: number): readonly Entry[] {
    return this.#entries(log).slice(Math.max(0, after), after + limit);
  }

  readSince(log: string, after: number, { time, limit }: Since): readonly Entry[] {
    const later = this.read(log, after, Infinity).filter((entry) => entry.time >= time);
    return later.slice(0, limit);
  }

  readBack(log: string, before: number, limit: number): readonly Entry[] {
    return this.#entries(log).slice(Math.max(0, before - 1 - limit), Math.max(0, before - 1));
  }

  readonly search: Log["search"] = ({ log, query, before }, answered) => {
    const found = this.#entries(log).filter(({ seq, text }) => seq < before && text.includes(query));
    answered({ type: "searched", entries: found.toReversed(), reachedSeq: 1 });
  };

  /** The disk is never put back to an earlier state. */
  epochs(): readonly Epoch[] {
    return [{ id: "the only one", first: 1 }];
  }

  readonly forkOf = (): number => Infinity;
  readonly startOf = (): number => 0;
  readonly seqBefore = (log: string): number => this.head(log);

  logs(): readonly string[] {
    return Array.from(this.#heads.keys());
  }

  records(): readonly DurableRecord[] {
    return Array.from(this.#parts.disk.records.values());
  }

  secret(): Uint8Array {
    return this.#parts.secret;
  }

  /** A simulated disk is always there. */
  readonly check = (): void => undefined;
  /** Each of its commits fails, or does not, by itself. */
  readonly tryWrite = (): void => undefined;

  maintain(): boolean {
    return false;
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
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
    clock.after(random.between(0, this.#parts.options.commitMsMax ?? 60), () => {
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

  #commit(batch: Batch, then: (report: () => void) => void): void {
    const { proposals, origin } = batch;
    const { world, disk, options, listener, strike } = this.#parts;
    const early = options.early === true;
    const mayDie = !options.later && origin === "here";
    const { random } = world;
    if (origin === "here" && !early && !world.calm && random.chance(options.failing)) {
      world.trace(`disk refuses ${proposals.length}`);
      if (options.hidesFailure === true)
        return then(() => listener.committed({ receipts: place(this.#planned(), proposals) }, "here"));
      return then(() =>
        listener.failed(
          new Error("the disk is full"),
          receiptsOfFailed(proposals, (lookUps) => place(disk, lookUps)),
        ),
      );
    }
    if (mayDie) strike();
    const receipts = place(disk, proposals);
    world.trace(`disk keeps ${proposals.map(placeOf).join(" ")}`);
    if (mayDie) strike();
    then(() => {
      if (!early) this.#report(receipts, batch);
    });
  }

  #report(receipts: readonly Receipt[], { origin }: Batch): void {
    for (const { log, seq } of newEntries(receipts)) this.#heads.set(log, Math.max(this.head(log), seq));
    this.#parts.listener.committed({ receipts }, origin);
  }

  /** A copy of the disk as it will be, for the planted fault that says so at once. */
  #planned(): Disk {
    const { disk } = this.#parts;
    const logs = new Map(Array.from(disk.logs, ([log, entries]) => [log, Array.from(entries)] as const));
    const planned: Disk = { logs, keys: new Map(disk.keys), records: new Map(), proposed: new Map() };
    for (const { proposals } of this.#queue.slice(0, -1)) place(planned, proposals);
    return planned;
  }
}

/** Gives each message its places, or those that its key had before. */
function place(disk: Disk, proposals: readonly Proposal[]): readonly Receipt[] {
  return proposals.map((proposal): Receipt => {
    if (proposal.type === "record") {
      const { record } = proposal;
      disk.records.set(subjectOf(record), record);
      return { outcome: "recorded", record };
    }
    const known = entryOfKey(disk, proposal);
    if (known !== undefined) return { outcome: "repeated", entry: known };
    if (proposal.type === "lookUp") return lookAhead(disk, proposal);
    const { log, copyTo } = proposal;
    const entry = add(disk, proposal, log);
    return { outcome: "new", entry, copy: copyTo === undefined ? undefined : add(disk, proposal, copyTo) };
  });
}

const placeOf = (proposal: Proposal): string =>
  proposal.type === "record" ? subjectOf(proposal.record) : proposal.log;

function lookAhead({ proposed }: Disk, { log, identity, key }: MessageKey): Receipt {
  const entry = proposed.get(JSON.stringify([log, identity, key]));
  return entry === undefined ? { outcome: "unknown" } : { outcome: "repeated", entry };
}

function noteProposed({ proposed }: Disk, proposals: readonly Proposal[]): void {
  for (const proposal of proposals) {
    if (proposal.type !== "message" || proposal.key === undefined) continue;
    const { log, identity, key, from, to, text, time } = proposal;
    proposed.set(JSON.stringify([log, identity, key]), { log, seq: 1, time, from, to, text, key });
  }
}

function add(disk: Disk, message: NewMessage, log: string): Entry {
  const { identity, from, to, text, key, time } = message;
  const entries = disk.logs.get(log) ?? [];
  const entry: Entry = { log, seq: entries.length + 1, time, from, to, text, key };
  entries.push(entry);
  disk.logs.set(log, entries);
  if (key !== undefined) disk.keys.set(JSON.stringify([log, identity, key]), entry);
  return entry;
}

function entryOfKey(
  disk: Disk,
  { log, identity, key }: Omit<MessageKey, "key"> & { readonly key?: string | undefined },
): Entry | undefined {
  return key === undefined ? undefined : disk.keys.get(JSON.stringify([log, identity, key]));
}
