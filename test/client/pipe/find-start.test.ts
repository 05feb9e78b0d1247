/** Where reading begins, found in logs of any shape. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Message } from "../../../src/client/shown-event.ts";
import type { HistorySelection } from "../../../src/client/pipe/find-start.ts";
import { findStart } from "../../../src/client/pipe/find-start.ts";
import { answerOf, messageAt } from "../../support/paged-log.ts";

/** What is found, and how many questions it took. */
function find(log: readonly Message[], wanted: HistorySelection) {
  const search = findStart(wanted);
  let asked = 0;
  for (let step = search.next([]); ; asked += 1) {
    if (step.done === true) return { ...step.value, asked };
    step = search.next(answerOf(log, step.value));
  }
}

const tenth = Array.from({ length: 1_000 }, (_, index) => messageAt(index + 1, (index + 1) * 10));

describe("findStart", () => {
  test.each([
    [{ since: undefined, lines: undefined }, 0],
    [{ since: { type: "seq", seq: 0 }, lines: undefined }, 0],
    [{ since: { type: "seq", seq: 7 }, lines: undefined }, 7],
    [{ since: { type: "time", time: 0 }, lines: undefined }, 0],
    [{ since: { type: "time", time: 500 }, lines: undefined }, 49],
    [{ since: { type: "time", time: 501 }, lines: undefined }, 50],
    [{ since: { type: "time", time: 10_000 }, lines: undefined }, 999],
    [{ since: { type: "time", time: 10_001 }, lines: undefined }, 1_000],
    [{ since: undefined, lines: 0 }, 1_000],
    [{ since: undefined, lines: 1 }, 999],
    [{ since: undefined, lines: 600 }, 400],
    [{ since: undefined, lines: 5_000 }, 0],
    [{ since: { type: "seq", seq: 7 }, lines: 10 }, 990],
    [{ since: { type: "seq", seq: 995 }, lines: 10 }, 995],
  ] satisfies readonly (readonly [HistorySelection, number])[])("of %j is behind %d", (wanted, after) => {
    expect(find(tenth, wanted)).toMatchObject({ after, head: 1_000 });
  });

  test("asks little of a long log", () => {
    expect(find(tenth, { since: { type: "time", time: 7_770 }, lines: undefined }).asked).toBeLessThan(13);
  });

  test.each([{ since: { type: "time", time: 5 }, lines: 3 } satisfies HistorySelection])(
    "of an empty room is its beginning",
    (wanted) => {
      expect(find([], wanted)).toMatchObject({ after: 0, head: 0 });
    },
  );

  test("misses nothing and takes nothing too much, whatever was deleted in between", () => {
    const logs = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 60 });
    const property = fc.property(logs, fc.integer({ min: 0, max: 310 }), (seqs, time) => {
      const log = seqs.toSorted((a, b) => a - b).map((seq) => messageAt(seq, seq));
      const { after } = find(log, { since: { type: "time", time }, lines: undefined });
      const wanted = log.filter((message) => message.time >= time);
      expect(log.filter(({ seq = 0 }) => seq > after)).toEqual(wanted);
    });
    fc.assert(property, { verbose: 1 });
  });
});
