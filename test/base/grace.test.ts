/** A wait that a signal bounds. */
import { expect, test } from "bun:test";
import { withGrace } from "../../src/base/grace.ts";

const never = new Promise<void>(() => undefined);
const hourMs = 3_600_000;

test("withGrace waits for what is done, also after the signal", async () => {
  expect(await withGrace(Promise.resolve(), new AbortController().signal, 0)).toBe(true);
  expect(await withGrace(Promise.resolve(), AbortSignal.abort(), hourMs)).toBe(true);
});

test.each([
  ["before", () => AbortSignal.abort()],
  ["during", () => AbortSignal.timeout(1)],
] as const)("withGrace gives up when the signal came %s the wait", async (_, signal) => {
  expect(await withGrace(never, signal(), 0)).toBe(false);
});
