/** A wait that a signal bounds. */
import { afterEach, expect, jest, test } from "bun:test";
import { withGrace } from "../../src/base/grace.ts";

const never = new Promise<void>(() => undefined);
const hourMs = 3_600_000;

afterEach(() => void jest.useRealTimers());

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

test("withGrace leaves no timer running, which would keep the process alive, whichever way the wait ends", async () => {
  jest.useFakeTimers();
  expect(await withGrace(Promise.resolve(), AbortSignal.abort(), hourMs)).toBe(true);
  expect(jest.getTimerCount()).toBe(0);
  await withGrace(Promise.reject(new Error("broken")), AbortSignal.abort(), hourMs).catch(() => undefined);
  expect(jest.getTimerCount()).toBe(0);
  // Not begun after the wait, either.
  const late = new AbortController();
  await withGrace(Promise.resolve(), late.signal, hourMs);
  late.abort();
  expect(jest.getTimerCount()).toBe(0);
});
