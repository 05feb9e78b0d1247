/**
 * Servers of earlier generations and the programs of today: they ask a recorded server for the same, and show and end with
 * the same. What is said to people on stderr may be worded anew; stdout is read by programs.
 */
import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "../support/exchange/format.ts";
import { fixturesFolder, partsOf, readProgram } from "../support/exchange/format.ts";
import { replayServer, textOf } from "../support/exchange/replay-server.ts";
import { fieldsOf } from "../support/fields.ts";
import { changedRuns } from "./fixture-changes.ts";

const names = readdirSync(join(fixturesFolder, "programs")).map((file) => file.replace(".jsonl", ""));

describe("programs with a server of 0.1.0", () => {
  test.each(names)("%s asks for the same, shows the same and ends the same", async (name) => {
    const recorded = readProgram(name);
    const change = changedRuns.find(({ program }) => program === name);
    const { code, out, error, problems } = await replayServer(recorded);
    const wanted = { ...recorded.run, problems: [], ...change };
    expect(problems.map((problem, index) => problem.slice(0, wanted.problems[index]?.length))).toEqual([
      ...wanted.problems,
    ]);
    expect({ code, silent: error === "" }).toEqual({ code: wanted.code, silent: recorded.run.error === "" });
    const asRecorded = code === recorded.run.code && out === recorded.run.out && problems.length === 0;
    expect(change !== undefined && asRecorded ? `${change.finding} changed nothing in ${name}` : "").toBe("");
    expectOutput(out, wanted);
  });

  test("changedRuns names programs that are there", () => {
    expect(changedRuns.map(({ program }) => program).filter((name) => !names.includes(name))).toEqual([]);
  });
});

test("partsOf tells long runs by their length, and textOf writes them out", () => {
  const text = `a${"x".repeat(70)}${'\\"'.repeat(64)}${"y".repeat(63)}`;
  expect(partsOf(text)).toEqual(["a", ["x", 70], ['\\"', 64], "y".repeat(63)]);
  expect(textOf(partsOf(text))).toBe(text);
});

/** Events may have more fields; of what `join` writes for people, only what others have said is sure. */
function expectOutput(out: string, run: Run): void {
  const wanted = run.out;
  if (run.arguments[0] !== "join") return expect(out).toBe(wanted);
  if (run.arguments.includes("--json")) return expect(eventsIn(out)).toMatchObject(eventsIn(wanted));
  expect(messagesIn(out)).toEqual(messagesIn(wanted));
  expect(messagesIn(wanted).length).toBeGreaterThan(5);
}

/** Without what is worded for people, and what is told only if the server's answer takes its time. */
function eventsIn(out: string): object[] {
  return out
    .trimEnd()
    .split("\n")
    .filter((line) => fieldsOf(line)["event"] !== "pending")
    .map((line) => {
      const { reason, ...fields } = fieldsOf(line);
      return { ...fields, hasReason: reason !== undefined };
    });
}

function messagesIn(out: string): readonly string[] {
  return out
    .split("\n")
    .filter((line) => /^(?:\[tea\] )?(?:(?:ann|carol): |\* ann |\(to carol\) )/.test(line));
}
