/**
 * Faults that are planted to see whether the simulation finds them: in the store, or between client and server. The
 * program itself knows nothing of them.
 */
import type { Effects, SessionEffect } from "../../src/client/session/effects.ts";
import type { SessionState } from "../../src/client/session/state.ts";
import type { Log, Origin } from "../../src/log/log.ts";
import type { CreditLimits } from "../../src/server/credits.ts";
import type { CrashLogOptions } from "./crash-log.ts";
import type { DiskTampering } from "./disk.ts";
import type { Tampering } from "./process.ts";
import { delegate } from "./storage.ts";
import type { Storage } from "./storage.ts";
import { slowCredits } from "./store-profiles.ts";
import type { StoreProfile } from "./store-profiles.ts";

export interface Plant {
  readonly name: string;
  readonly log?: Partial<CrashLogOptions>;
  readonly storage?: (storage: Storage) => Storage;
  readonly tampering?: Tampering & DiskTampering;
  /** Is found among people who come back to where they were. */
  readonly returning?: true;
  /** Is found with a store of this kind. */
  readonly store?: StoreProfile;
  readonly credits?: () => CreditLimits;
}

export const plants: readonly Plant[] = [
  { name: "delivers before the commit", log: { early: true, failing: 0 } },
  { name: "forgets the keys at a restart", log: { forgetsKeys: true } },
  { name: "says that a failed commit was none", log: { later: true, failing: 0.1, hidesFailure: true } },
  { name: "resumes one entry too late", tampering: { outgoing: (text) => shiftCursors(text, 1) } },
  { name: "resumes one entry too early", tampering: { outgoing: (text) => shiftCursors(text, -1) } },
  {
    name: "resumes at the head",
    tampering: { outgoing: (text) => text.replace(/"after":\{[^}]*\}/, '"after":{}') },
  },
  {
    name: "reads the log from one entry too far",
    storage: (storage) =>
      changed(storage, (log) => ({ read: (name, after, limit) => log.read(name, after + 1, limit) })),
  },
  {
    name: "takes the head for one less",
    storage: (storage) => changed(storage, (log) => ({ head: (name) => Math.max(0, log.head(name) - 1) })),
  },
  {
    name: "sends again under a new key",
    tampering: {
      outgoing: (text, connection) =>
        connection === 1 ? text : text.replace(/(?<="key":"[^"]*)(?="\})/g, `~${connection}`),
      incoming: (frames) => frames.map((frame) => frame.replace(/~\d+(?=")/g, "")),
    },
  },
  { name: "forgets the outbox when the line is lost", tampering: { lost: forgetOutbox } },
  { name: "delivers out of order", tampering: { incoming: swapped } },
  {
    name: "reads the log backwards",
    storage: (storage) =>
      changed(storage, (log) => ({
        read: (name, after, limit) => log.read(name, after, limit).toReversed(),
      })),
  },
  {
    name: "shows an entry twice",
    tampering: {
      incoming: (frames) => frames.flatMap((frame) => (isNinth(frame) ? [frame, frame] : [frame])),
    },
  },
  {
    name: "loses an acknowledgement",
    tampering: {
      incoming: (frames) => frames.filter((frame) => !(isNinth(frame) && frame.includes('"key"'))),
    },
  },
  { name: "never gives some credit back", store: "slow", credits: leaking },
  {
    name: "answers a look-up from what is not committed",
    store: "slow",
    log: { later: true, failing: 0.2, looksAhead: true },
  },
  { name: "skips a batch from elsewhere", store: "shared", storage: skipping },
  {
    name: "forgets to put some messages into the journal",
    tampering: { journaled: (put) => put.filter(({ key }) => !key.endsWith("7")) },
    returning: true,
  },
  {
    name: "sends before it is on disk",
    tampering: { ordered: (all) => putOff(all, "journal") },
    returning: true,
  },
  {
    name: "comes back into its rooms one entry too late",
    tampering: { kept: (remembered) => ({ ...remembered, rooms: oneLater(remembered.rooms) }) },
    returning: true,
  },
  {
    name: "asks for one entry too few of what was missed",
    tampering: {
      outgoing: (text) =>
        text.replace(/(?<="history".*"before":)\d+/, (seq) => String(Math.max(1, Number(seq) - 1))),
    },
    returning: true,
  },
  {
    name: "counts as seen what it has not shown yet",
    tampering: { ordered: (all) => putOff(all, "show") },
    returning: true,
  },
];

/** Each time that it is asked, less may wait: as if what was settled did not count as settled. */
function leaking(): CreditLimits {
  let leaked = 0;
  return {
    ...slowCredits,
    get itemsMax() {
      leaked += 0.02;
      return slowCredits.itemsMax - leaked;
    },
  };
}

function skipping(storage: Storage): Storage {
  let count = 0;
  const isSkipped = (origin: Origin) => origin === "elsewhere" && (count += 1) % 5 === 0;
  return {
    ...storage,
    open: (listener) =>
      storage.open({
        ...listener,
        committed: (batch, origin) => (isSkipped(origin) ? undefined : listener.committed(batch, origin)),
      }),
  };
}

function putOff(effects: Effects, type: SessionEffect["type"]): Effects {
  return [
    ...effects.filter((effect) => effect.type !== type),
    ...effects.filter((effect) => effect.type === type),
  ];
}

function oneLater(rooms: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map(Array.from(rooms, ([room, seq]) => [room, seq + 1]));
}

function shiftCursors(text: string, by: number): string {
  return text.replace(/"after":\{[^}]*\}/, (after) =>
    after.replace(/\d+(?=[,}])/g, (seq) => String(Math.max(0, Number(seq) + by))),
  );
}

function forgetOutbox({ outbox }: SessionState): void {
  outbox.waiting = new Map();
  outbox.underWay = new Map();
}

/** Two entries that came together change places. */
function swapped(frames: readonly string[]): readonly string[] {
  const result = Array.from(frames);
  const at = result.findIndex((frame, index) => isEntry(frame) && isEntry(result[index + 1] ?? ""));
  if (at >= 0) result.splice(at, 2, ...result.slice(at, at + 2).toReversed());
  return result;
}

function isEntry(frame: string): boolean {
  return frame.startsWith('{"type":"broadcast","room"');
}

function isNinth(frame: string): boolean {
  return isEntry(frame) && frame.includes('"seq":9,');
}

function changed(storage: Storage, changes: (log: Log) => Partial<Log>): Storage {
  return {
    ...storage,
    open(listener) {
      const log = storage.open(listener);
      return delegate(log, changes(log));
    },
  };
}
