/** Ctrl-Z and the way back, without stopping the tests. */
import { afterEach, beforeEach, expect, jest, spyOn, test } from "bun:test";
import { processJobControl } from "../../../../src/client/terminal/screen/job-control.ts";
import { stopTimeoutMs } from "../../../../src/client/limits.ts";

/** Why there is no job control to test, if there is none. */
const missing = process.platform === "win32" ? " [skipped: Windows has none]" : "";

let kill: ReturnType<typeof spyOn<NodeJS.Process, "kill">>;
beforeEach(() => {
  jest.useFakeTimers();
  kill = spyOn(process, "kill").mockImplementation(() => true);
});
afterEach(() => {
  kill.mockRestore();
  jest.useRealTimers();
});

const listeners = (): readonly number[] => ["SIGTSTP", "SIGCONT"].map((name) => process.listenerCount(name));

test.skipIf(missing !== "")(`processJobControl listens as long as somebody wants to know${missing}`, () => {
  const jobControl = processJobControl();
  const before = listeners();
  const heard: string[] = [];
  const releases = ["one", "two"].flatMap((name) => [
    jobControl?.onStop(() => void heard.push(`stop ${name}`)),
    jobControl?.onContinue(() => void heard.push(`continue ${name}`)),
  ]);
  for (const release of releases.slice(0, 2)) release?.();
  process.emit("SIGTSTP", "SIGTSTP");
  process.emit("SIGCONT", "SIGCONT");
  expect(heard).toEqual(["stop two", "continue two"]);
  for (const release of releases.slice(2)) release?.();
  expect(listeners()).toEqual(before);
});

test.skipIf(missing !== "")(`processJobControl stops all that it was started with, once${missing}`, () => {
  const jobControl = processJobControl();
  let [stops, continues] = [0, 0];
  const releases = [jobControl?.onStop(() => (stops += 1)), jobControl?.onContinue(() => (continues += 1))];
  jobControl?.suspend();
  expect(kill.mock.calls).toEqual([[0, "SIGTSTP"]]);
  // The signal is not to be caught this time.
  process.emit("SIGTSTP", "SIGTSTP");
  expect(stops).toBe(0);
  process.emit("SIGCONT", "SIGCONT");
  jest.advanceTimersByTime(stopTimeoutMs);
  expect(continues).toBe(1);
  process.emit("SIGTSTP", "SIGTSTP");
  expect(stops).toBe(1);
  for (const release of releases) release?.();
});

test.skipIf(missing !== "")(`processJobControl goes on where no shell stops the program${missing}`, () => {
  const jobControl = processJobControl();
  let continues = 0;
  const release = jobControl?.onContinue(() => (continues += 1));
  jobControl?.suspend();
  jest.advanceTimersByTime(stopTimeoutMs - 1);
  expect(continues).toBe(0);
  jest.advanceTimersByTime(1);
  expect(continues).toBe(1);
  jobControl?.suspend();
  release?.();
  expect(jest.getTimerCount()).toBe(0);
});
