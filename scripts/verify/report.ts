/** One line for each step that has ended: its outcome, its name and how long it took. */

/** @param startMs when it began, as `performance.now` gives it */
export function report(outcome: "ok" | "FAILED", name: string, startMs: number): void {
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${outcome.padEnd(6)}  ${name.padEnd(16)}  ${seconds.padStart(5)} s`);
}
