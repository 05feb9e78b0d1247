/** The benchmark's table of a cell. */
import { expect, test } from "bun:test";
import type { Figures, Outcome, Role, Row } from "../../scripts/bench/cells.ts";
import { shared } from "../../scripts/bench/cells.ts";
import { cellBlock } from "../../scripts/bench/report.ts";

const throughput = shared(100, 1, 100);
const latency = shared(100, 1, 1);

function outcome(changed: Partial<Figures>): Outcome {
  const figures = {
    messages: 10,
    deliveries: 1000,
    lost: 0,
    dropped: 0,
    garbled: 0,
    seconds: 1,
    p50Ms: 1,
    p99Ms: 2,
    connectedBytesPerSession: 2048,
    idleBytesPerSession: 1024,
    serverCpuSeconds: 0.001,
    generatorShare: 0.5,
    othersShare: 0.125,
  };
  return { type: "measured", figures: { ...figures, ...changed } };
}

function row(cell: Row["cell"], peer: string, role: Role, outcomes: readonly Outcome[]): Row {
  return { cell, peer, role, outcomes };
}

const own: Role = { type: "own" };
const other: Role = { type: "other" };
const rates = (...list: readonly number[]) => list.map((deliveries) => outcome({ deliveries }));

test("cellBlock shows medians with minimum and maximum", () => {
  const block = cellBlock(throughput, [row(throughput, "chat", own, rates(3000, 1000, 2500))], 3);
  expect(block).toMatch(/chat +2,500 +1,000 +3,000 +1\.00 +2\.00 +2\.0 +1\.0 .* 50 % +13 %/);
});

test("cellBlock sets chat against the best of the others, round by round", () => {
  const rows = [
    row(throughput, "chat", own, rates(800, 400, 240)),
    row(throughput, "slow", other, rates(100, 100, 100)),
    row(throughput, "best", other, rates(1000, 500, 400)),
  ];
  expect(cellBlock(throughput, rows, 3)).toContain(
    "chat: 0.80 (0.60 to 0.80) times the deliveries of best, the best of the others MISSED (goal: 2)",
  );
});

test("cellBlock compares the p99 where a window of 1 measures time", () => {
  const times = (...list: readonly number[]) => list.map((p99Ms) => outcome({ p99Ms }));
  const rows = [
    row(latency, "chat", own, times(2, 2)),
    row(latency, "fast", other, times(4, 2)),
    row(latency, "slow", other, times(9, 9)),
  ];
  expect(cellBlock(latency, rows, 2)).toContain(
    "chat: 0.75 (0.50 to 1.00) times the p99 of fast, the best of the others ok (goal: at most 1)",
  );
});

test("cellBlock compares each store with that of the baseline", () => {
  const rows = [
    row(throughput, "chat", own, rates(300, 200)),
    row(throughput, "baseline", { type: "baseline", of: "chat" }, rates(200, 200)),
    row(throughput, "chat (memory)", own, rates(600, 600)),
  ];
  const block = cellBlock(throughput, rows, 2);
  expect(block).toContain("chat: ratio to baseline: deliveries 1.25 (1.00 to 1.50)");
  expect(block).not.toContain("chat (memory): ratio");
});

test.each([
  [{ type: "skipped", reason: "the server ended" } as const, "the server ended"],
  [outcome({ lost: 3, deliveries: 997 }), "LOST 3 of 1000 deliveries, 0 sessions dropped, 0 pieces wrong"],
  [outcome({ dropped: 1 }), "1 sessions dropped"],
  [outcome({ garbled: 1 }), "1 pieces wrong"],
])("cellBlock tells which round failed, and counts no figures of that peer, %#", (failed, reason) => {
  const rows = [
    row(throughput, "chat", own, rates(500, 500)),
    row(throughput, "best", other, [outcome({ deliveries: 9000 }), failed]),
    row(throughput, "next", other, rates(1000, 1000)),
  ];
  const block = cellBlock(throughput, rows, 2);
  expect(block).toContain("failed in round 2 of 2, left out since:");
  expect(block).toContain(reason);
  expect(block).toContain("chat: 0.50 (0.50 to 0.50) times the deliveries of next");
});

test("cellBlock tells how many rounds a stopped run has measured", () => {
  const rows = [row(throughput, "chat", own, rates(500)), row(throughput, "redis", other, [])];
  const block = cellBlock(throughput, rows, 3);
  expect(block).toMatch(/chat .* 1 of 3 rounds/);
  expect(block).toMatch(/redis +not measured/);
});
