/** The table, and how we stand to the others and to the goals. Must not know how anything was measured. */
import type { Cell, Figures, Row } from "./cells.ts";
import { cellName, goals } from "./cells.ts";
import { flawed } from "./generator.ts";

/** One block for each cell, in the order of the rows. */
export function reportOf(rows: readonly Row[]): string {
  const cells = Array.from(new Set(rows.map(({ cell }) => cell)));
  const blocks = cells.map((cell) =>
    cellBlock(
      cell,
      rows.filter((row) => row.cell === cell),
    ),
  );
  return `${legend}\n${blocks.join("\n")}`;
}

/** Where a row has figures that count. */
function soundFigures({ outcome }: Row): Figures | undefined {
  return outcome.type === "measured" && !flawed(outcome.figures) ? outcome.figures : undefined;
}

const legend = `sessions, senders, window · texts of 100 bytes, one room
deliveries/s  from the first send to the last delivery     p50, p99  from a send to its last delivery
joined, idle  memory of the server per session: when all are connected, and after some silence
CPU s/M       the server's CPU seconds per million deliveries
load          share of a CPU that the load generator took: near 100 %, it may be what is slow
`;

const titles = ["", "deliveries/s", "p50 ms", "p99 ms", "joined KiB", "idle KiB", "CPU s/M", "load"];

function cellBlock(cell: Cell, rows: readonly Row[]): string {
  const lines = rows.map((row) => `  ${row.peer.padEnd(14)}${rowText(row)}`);
  const head = `  ${"".padEnd(14)}${titles.slice(1).map(column).join("")}`;
  const verdicts = verdictsOf(cell, rows).map((verdict) => `  ${verdict}`);
  return [`(${cellName(cell)})`, head, ...lines, ...verdicts, ""].join("\n");
}

function rowText({ outcome }: Row): string {
  if (outcome.type === "skipped") return `   ${outcome.reason}`;
  const { figures } = outcome;
  const { lost, dropped, garbled, deliveries, seconds } = figures;
  const wrong = `LOST ${lost}, ${dropped} sessions dropped, ${garbled} pieces wrong`;
  const flaw = flawed(figures) ? `   ${wrong}, of ${deliveries + lost}` : "";
  const values = [
    Math.round(deliveries / seconds).toLocaleString("en"),
    figures.p50Ms?.toFixed(2) ?? "-",
    figures.p99Ms?.toFixed(2) ?? "-",
    (figures.connectedBytesPerSession / 1024).toFixed(1),
    (figures.idleBytesPerSession / 1024).toFixed(1),
    ((figures.serverCpuSeconds / deliveries) * 1e6).toFixed(3),
    `${Math.round(figures.generatorShare * 100)} %`,
  ];
  return `${values.map(column).join("")}${flaw}`;
}

function column(text: string): string {
  return text.padStart(13);
}

/** What our first row with figures reaches, beside each goal that this cell has. */
function verdictsOf(cell: Cell, rows: readonly Row[]): readonly string[] {
  return rows
    .filter(({ own }) => own)
    .flatMap((row) => {
      const figures = soundFigures(row);
      if (figures === undefined) return [`${row.peer}: no figures`];
      const verdicts =
        cell.rooms === "own"
          ? [intakeVerdict(figures)]
          : [againstOthers(cell, figures, rows), idle(cell, figures)];
      return verdicts.filter((verdict) => verdict !== "").map((verdict) => `${row.peer}: ${verdict}`);
    });
}

function intakeVerdict({ deliveries, seconds }: Figures): string {
  const rate = deliveries / seconds;
  const goal = goals.intakePerSecondMin;
  return `${Math.round(rate).toLocaleString("en")} accepted a second ${mark(rate >= goal)} (goal: ${goal})`;
}

function againstOthers(cell: Cell, figures: Figures, rows: readonly Row[]): string {
  const others = rows.flatMap((row) => {
    const found = row.own ? undefined : soundFigures(row);
    return found === undefined ? [] : [{ peer: row.peer, figures: found }];
  });
  if (others.length === 0) return "";
  if (cell.window > 1) {
    const rate = ({ deliveries, seconds }: Figures) => deliveries / seconds;
    const best = others.reduce((one, other) => (rate(other.figures) > rate(one.figures) ? other : one));
    const ratio = rate(figures) / rate(best.figures);
    const goal = goals.deliveriesRatioMin;
    return `${ratio.toFixed(2)} times the deliveries of ${best.peer} ${mark(ratio >= goal)} (goal: ${goal})`;
  }
  const p99 = ({ p99Ms }: Figures) => p99Ms ?? Infinity;
  const best = others.reduce((one, other) => (p99(other.figures) < p99(one.figures) ? other : one));
  const ratio = p99(figures) / p99(best.figures);
  return `${ratio.toFixed(2)} times the p99 of ${best.peer} ${mark(ratio <= goals.p99RatioMax)} (goal: at most 1)`;
}

/** With few sessions, what any process takes for itself hides what a session takes. */
function idle({ sessions }: Cell, { idleBytesPerSession }: Figures): string {
  if (sessions < idleSessionsMin) return "";
  const goal = goals.idleBytesPerSessionMax;
  const kibibytes = (idleBytesPerSession / 1024).toFixed(1);
  return `${kibibytes} KiB per idle session ${mark(idleBytesPerSession < goal)} (goal: below ${goal / 1024})`;
}

function mark(reached: boolean): string {
  return reached ? "ok" : "MISSED";
}

const idleSessionsMin = 10_000;
