/** What the cursors of a login are worth, after its epochs were compared with the store's. */
import { expect, test } from "bun:test";
import type { Epoch } from "../../src/protocol/epochs.ts";
import { forkOf } from "../../src/protocol/epochs.ts";
import { resumptionOf } from "../../src/server/resumption.ts";

/** A store whose log has the heads given, and before commit number 5 the entries up to `common`. */
function store(epochs: readonly string[], heads: Readonly<Record<string, number>>, common = 0) {
  return {
    forkOf: (read: readonly Epoch[]) =>
      forkOf(
        read,
        epochs.map((epoch) => ({ id: epoch.slice(0, 1), first: Number(epoch.slice(1)) })),
      ),
    head: (log: string) => heads[log] ?? 0,
    seqBefore: (log: string, batch: number) => {
      expect(batch).toBe(5);
      return Math.min(heads[log] ?? 0, common);
    },
  };
}

const a1 = { id: "a", first: 1 };
const b5 = { id: "b", first: 5 };

const fromHead = Number.MAX_SAFE_INTEGER;

/** The store's epochs, and its entries: all there are, and those that both histories have. */
const stores = {
  onwards: store(["a1"], { tea: 9, "@ann": 9 }),
  restarted: store(["a1", "b5"], { tea: 12, "@ann": 12 }, 8),
  branched: store(["a1", "c5"], { tea: 9, "@ann": 9 }, 6),
  putBack: store(["a1"], { tea: 6, "@ann": 6 }, 6),
  other: store(["x1"], { tea: 6, "@ann": 6 }),
  otherEmpty: store(["x1"], {}),
} as const;

test.each([
  ["onwards", [a1], [8, 8, undefined]],
  ["restarted", [a1], [8, 8, undefined]],
  ["branched", [a1, b5], [6, 6, undefined]],
  ["branched", [a1, b5], [7, 6, { from: 7, to: 7, why: "branch" }]],
  ["branched", [a1, b5], [20, 6, { from: 7, to: 20, why: "branch" }]],
  // Nothing was said since, so the newest epoch is the common one.
  ["putBack", [a1, b5], [8, 6, { from: 7, to: 8, why: "branch" }]],
  ["putBack", [a1], [8, 6, { from: 7, to: 8, why: "branch" }]],
  ["other", [a1], [8, 6, { from: 1, to: 6, why: "server" }]],
  ["otherEmpty", [a1], [8, 0, undefined]],
  // Whoever wants nothing of before misses nothing.
  ["putBack", [a1], [fromHead, 6, undefined]],
  ["other", [a1], [fromHead, 6, undefined]],
] as const)(
  "resumptionOf a store %s for a reader of %j: cursor, where it goes on, and gap %j",
  (name, epochs, [cursor, after, gap]) => {
    const cursors = new Map([
      ["tea", cursor],
      ["@", cursor],
    ]);
    const resumption = resumptionOf(stores[name], { identity: "ann", after: cursors, epochs });
    for (const log of ["tea", "@"]) {
      expect(resumption.after.get(log)).toBe(after);
      expect(resumption.gaps.get(log)).toEqual(gap);
    }
    expect(resumption.after.size).toBe(2);
  },
);
