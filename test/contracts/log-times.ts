/** What every store promises about times: whatever the clock did, those of a log are found. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { draft } from "../support/proposals.ts";
import type { Open } from "./log-store.ts";
import { storeOf } from "./log-store.ts";

const hour = 3_600_000;

export function timeContract(open: Open): void {
  test.each([
    ["all of it", 0, { time: 0, limit: 9 }, [1, 2, 3, 4, 5, 6]],
    ["what is from a time on", 0, { time: 30, limit: 9 }, [3, 4, 5, 6]],
    ["what is behind a seq", 4, { time: 30, limit: 9 }, [5, 6]],
    ["no more than was asked for", 0, { time: 30, limit: 2 }, [3, 4]],
    ["nothing later than the newest", 0, { time: 61, limit: 9 }, []],
    ["nothing behind the head", 6, { time: 0, limit: 9 }, []],
  ])("readSince gives %s", async (_, after, since, seqs) => {
    using store = storeOf(open);
    await store.append(...[10, 20, 30, 40, 50, 60].map((at) => draft("", { time: at })));
    expect(store.log.readSince("lobby", after, since).map(({ seq }) => seq)).toEqual(seqs);
    expect(store.log.readSince("nowhere", after, since)).toEqual([]);
  });

  test("readSince finds what was said after the clock was set back, and what was said before it at that time", async () => {
    using store = storeOf(open);
    const times = [10, 11, 14, 15, 9, 10, 11].map((hours) => hours * hour);
    await store.append(...times.map((time) => draft("", { time })));
    const since = (hours: number) =>
      store.log.readSince("lobby", 0, { time: hours * hour, limit: 9 }).map(({ seq }) => seq);
    expect([since(15), since(11), since(10), since(9.5)]).toEqual([
      [4],
      [2, 3, 4, 7],
      [1, 2, 3, 4, 6, 7],
      [1, 2, 3, 4, 6, 7],
    ]);
  });
  anyClockContract(open);
}

function anyClockContract(open: Open): void {
  test("readSince finds what has a time from then on, however the clock goes", async () => {
    // Small steps are those of a clock that is being corrected, large ones those of one that is set.
    const anyStep = fc.oneof(
      fc.integer({ min: 0, max: 5_000 }),
      fc.integer({ min: -999, max: 999 }),
      fc.integer({ min: -20 * hour, max: 20 * hour }),
    );
    const anyQuery = fc.record({
      after: fc.nat(40),
      at: fc.nat(39),
      offset: fc.integer({ min: -1, max: 1 }),
      limit: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: 1, maxLength: 40 }),
        fc.array(anyQuery, { maxLength: 10 }),
        async (steps, queries) => {
          using store = storeOf(open);
          let time = 1_000 * hour;
          const times = steps.map((step) => (time += step));
          for (const at of times) await store.append(draft("", { time: at }));
          for (const { after, at, offset, limit } of queries) {
            const from = (times[at % times.length] ?? 0) + offset;
            const expected = times.flatMap((one, index) =>
              index >= after && one >= from ? [index + 1] : [],
            );
            const found = store.log.readSince("lobby", after, { time: from, limit });
            expect(found.map(({ seq }) => seq)).toEqual(expected.slice(0, limit));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
}
