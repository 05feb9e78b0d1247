/** What the benchmark reads in `/proc`. */
import { expect, test } from "bun:test";
import { busySeconds } from "../../scripts/bench/proc.ts";

test("busySeconds leaves out idling and waiting, and counts guests once", () => {
  //                user nice system idle iowait irq softirq steal guest guest_nice
  const stat = "cpu  100 20 300 9000 8000 1 2 77 50 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n";
  expect(busySeconds(stat)).toBe(5);
});
