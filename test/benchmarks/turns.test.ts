/** The order of the benchmark's measurements. */
import { expect, test } from "bun:test";
import { measureInTurns } from "../../scripts/bench/turns.ts";

function competitors(...names: readonly string[]): Map<string, string[]> {
  return new Map(names.map((name) => [name, []]));
}

test("measureInTurns measures A B C A B C", async () => {
  const outcomes = competitors("A", "B", "C");
  const order: string[] = [];
  await measureInTurns(outcomes, 2, (name, round) => {
    order.push(`${name}${round}`);
    return Promise.resolve({ outcome: `${name}${round}`, failed: false });
  });
  expect(order).toEqual(["A0", "B0", "C0", "A1", "B1", "C1"]);
  expect(Array.from(outcomes.values())).toEqual([
    ["A0", "A1"],
    ["B0", "B1"],
    ["C0", "C1"],
  ]);
});

test("measureInTurns leaves out who failed, and goes on with the others", async () => {
  const outcomes = competitors("A", "B");
  await measureInTurns(outcomes, 3, (name, round) =>
    Promise.resolve({ outcome: `${name}${round}`, failed: name === "A" && round === 1 }),
  );
  expect(Array.from(outcomes.values())).toEqual([
    ["A0", "A1"],
    ["B0", "B1", "B2"],
  ]);
});

test("measureInTurns keeps what was measured when it is stopped", async () => {
  const outcomes = competitors("A", "B");
  const measured = measureInTurns(outcomes, 2, (name) =>
    name === "B"
      ? Promise.reject(new Error("stopped"))
      : Promise.resolve({ outcome: "measured", failed: false }),
  );
  expect(await measured.catch(String)).toBe("Error: stopped");
  expect(Array.from(outcomes.values())).toEqual([["measured"], []]);
});
