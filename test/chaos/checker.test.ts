/** The judge of the chaos script finds what is wrong, and nothing where all is well. */
import { describe, expect, test } from "bun:test";
import type { Heard, Stored } from "../../scripts/chaos/checker.ts";
import { checkReader, checkStored, placeGaps, textOf } from "../../scripts/chaos/checker.ts";

/** A log that holds these texts, from seq 1 on or from another. */
function logOf(keys: readonly string[], first = 1): readonly Stored[] {
  return keys.map((key, index) => ({
    log: "lobby",
    seq: first + index,
    from: "ann",
    to: undefined,
    time: 0,
    text: `${key} padding`,
  }));
}

function message(seq: number, text = `s/1/${seq}`): Heard {
  return { type: "message", log: "lobby", seq, text: `${text} padding` };
}

function gap(from: number, to: number, why = "deleted") {
  return { type: "gap", log: "lobby", from, to, why } as const;
}

const keys = Array.from({ length: 6 }, (_, index) => textOf("s", 1, index + 1));

describe("checkStored", () => {
  const claims = (acknowledged: readonly string[], attempted: readonly string[] = keys) => ({
    attempted: new Set(attempted),
    acknowledged: new Set(acknowledged),
  });
  const all = claims(keys);

  test("finds nothing in a log that holds each text once, in order", () => {
    expect(checkStored(logOf(keys), all)).toEqual([]);
  });

  test("finds nothing where texts are missing that were not acknowledged", () => {
    expect(checkStored(logOf(keys.slice(0, 3)), claims(keys.slice(0, 2)))).toEqual([]);
  });

  test.each([
    ["a lost text", logOf(keys.slice(1)), "acknowledged, but not stored (1): s/1/1"],
    ["a text that stands there twice", logOf([...keys, "s/1/6"]), "stored twice (1): s/1/6"],
    [
      "two texts in the wrong order",
      logOf(["s/1/1", "s/1/3", "s/1/2", "s/1/4", "s/1/5", "s/1/6"]),
      "stored out of order (1): s/1/2 after number 3",
    ],
    ["a text that nobody sent", logOf([...keys, "x/1/1"]), "stored, but never sent (1): x/1/1"],
    [
      "a seq that comes again",
      [...logOf(keys.slice(0, 3)), ...logOf(keys.slice(3), 3)],
      "out of order in the export (1): 3 after 3",
    ],
  ])("finds %s", (_, stored, problem) => {
    expect(checkStored(stored, all)).toEqual([problem]);
  });

  test("finds a run that stands behind a later one", () => {
    const both = ["s/2/1", "s/1/1"];
    expect(checkStored(logOf(both), claims(both, both))).toEqual([
      "stored out of order (1): s/1/1 after run 2",
    ]);
    expect(checkStored(logOf(both), claims(["s/2/1"], both))).toEqual([]);
  });

  test("tells many of a kind in one sentence", () => {
    expect(checkStored([], all)).toEqual(["acknowledged, but not stored (6): s/1/1, s/1/2, s/1/3, …"]);
  });
});

describe("checkReader", () => {
  const check = (heard: readonly Heard[], fields: Partial<Parameters<typeof checkReader>[0]> = {}) =>
    checkReader({ name: "r", heard, log: "lobby", start: 0, stored: logOf(keys), head: 6, ...fields });
  const one = message;
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => one(index + 1));

  test.each([
    ["who has everything", upTo(6), {}],
    ["who began later", upTo(6).slice(2), { start: undefined }],
    ["who was killed", upTo(3), { head: undefined }],
    ["of another log, too", [...upTo(6), { ...one(1), log: "tea" }], {}],
    [
      "who was told what was deleted",
      [one(1), gap(2, 4), one(5), one(6)],
      { stored: logOf(keys.slice(4), 5) },
    ],
    ["who was told of a branch", [...upTo(4), one(5, "old/1/1"), gap(5, 5, "branch"), one(5), one(6)], {}],
    [
      "after which nothing was said",
      [...upTo(4), gap(3, 4, "branch")],
      { stored: logOf(keys.slice(0, 2)), head: 2 },
    ],
  ])("finds nothing with a reader %s", (_, heard, fields) => {
    expect(check(heard, fields)).toEqual([]);
  });

  test.each([
    [
      "a message that comes twice",
      [...upTo(3), one(3), one(4), one(5), one(6)],
      "given twice (1): 3 s/1/3 after 3",
    ],
    ["the end that is missing", upTo(4), "never given (1): lobby 5 to 6"],
    ["a gap without a word", [one(1), one(4), one(5), one(6)], "missing without a word (1): 2 to 3"],
    ["the beginning that is missing", upTo(6).slice(1), "missing without a word (1): 1 to 1"],
    [
      "another text than is stored",
      [...upTo(5), one(6, "old/1/1")],
      "given, but not what is stored (1): 6 old/1/1, stored s/1/6",
    ],
    [
      "a text that is not stored",
      [...upTo(6), one(7, "old/1/1")],
      "given, but not what is stored (1): 7 old/1/1, stored nothing",
    ],
    [
      "a false word of deletion",
      [one(1), gap(2, 2), ...upTo(6).slice(2)],
      "told as deleted, but stored (1): 2",
    ],
    [
      "a gap that tells too little",
      [one(1), gap(3, 4), one(5), one(6)],
      "a gap told wrongly (1): 3 to 4 (deleted) after 1",
    ],
    [
      "a branch that tells too much",
      [...upTo(5), gap(5, 5, "branch"), one(5), one(6)],
      "told as gone, but stored (1): 5 s/1/5",
    ],
    [
      "a branch that tells of what was not given",
      [...upTo(5), gap(6, 6, "branch"), one(6)],
      "a gap told wrongly (1): 6 to 6 (branch) after 5",
    ],
  ])("finds %s", (_, heard, problem) => {
    const stored = problem.includes("3 to 4 (deleted)") ? logOf(keys.slice(4), 5) : logOf(keys);
    expect(check(heard, { stored })).toEqual([`r: ${problem}`]);
  });

  test("finds a reader who goes back without a word of a branch", () => {
    expect(check([...upTo(4), one(5, "old/1/1"), one(5), one(6)])).toEqual([
      "r: given out of order (1): 5 s/1/5 after 5",
    ]);
  });
});

describe("placeGaps", () => {
  test("puts a gap where messages are missing, and a branch where they begin again", () => {
    const messages = [message(1), message(4), message(3), message(4)];
    const gaps = [gap(2, 3), gap(3, 4, "branch")];
    expect(placeGaps(messages, gaps, 0)).toEqual([
      message(1),
      gap(2, 3),
      message(4),
      gap(3, 4, "branch"),
      message(3),
      message(4),
    ]);
  });

  test("leaves a gap that explains nothing to the end", () => {
    const messages = [message(1), message(2)];
    expect(placeGaps(messages, [gap(2, 2)], 0)).toEqual([...messages, gap(2, 2)]);
  });

  test("explains nothing that no gap tells", () => {
    const messages = [message(1), message(4)];
    expect(placeGaps(messages, [], 0)).toEqual(messages);
  });
});
