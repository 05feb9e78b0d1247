/** The table of a cell, and how chat stands to the others, to its baseline and to the goals. */
import type { Cell, Figures, Row } from "./cells.ts";
import { cellName, failureOf, goals, rateOf } from "./cells.ts";
import type { Spread } from "./spread.ts";
import { ratioSpread, spreadOf, spreadText } from "./spread.ts";

export const legend = `sessions, senders, window · texts of 100 bytes, one room · figures are medians of the rounds
deliveries/s  from the first send to the last delivery     p50, p99  from a send to its last delivery
joined, idle  memory of the server per session: when all are connected, and after some silence
CPU s/M       the server's CPU seconds per million deliveries
load          share of a CPU that the load generator took: near 100 %, it may be what is slow
others        share of all CPUs that other programs took meanwhile: the more, the less the figures hold
ratios        medians (minimum to maximum) of the ratios of the same round
`;

const titles = [
  "deliveries/s",
  "min",
  "max",
  "p50 ms",
  "p99 ms",
  "joined KiB",
  "idle KiB",
  "CPU s/M",
  "load",
  "others",
];

/** One block, in the order of the rows. */
export function cellBlock(cell: Cell, rows: readonly Row[], rounds: number): string {
  const lines = rows.map((row) => `  ${row.peer.padEnd(nameWidth)}${rowText(row, rounds)}`);
  const head = `  ${"".padEnd(nameWidth)}${titles.map(column).join("")}`;
  const verdicts = verdictsOf(cell, rows).map((verdict) => `  ${verdict}`);
  return [`(${cellName(cell)})`, head, ...lines, ...verdicts, ""].join("\n");
}

function rowText({ outcomes }: Row, rounds: number): string {
  const last = outcomes.at(-1);
  if (last === undefined) return "   not measured";
  const failure = failureOf(last);
  if (failure !== undefined)
    return `   failed in round ${outcomes.length} of ${rounds}, left out since: ${failure}`;
  const all = outcomes.flatMap((outcome) => (outcome.type === "measured" ? [outcome.figures] : []));
  const median = (value: (figures: Figures) => number | undefined, digits: number, unit = "") => {
    const found = spreadOf(all.flatMap((figures) => value(figures) ?? []))?.median;
    return found === undefined ? "-" : `${found.toFixed(digits)}${unit}`;
  };
  const rate = spreadOf(all.map(rateOf));
  const values = [
    wholeNumber(rate?.median),
    wholeNumber(rate?.min),
    wholeNumber(rate?.max),
    median(({ p50Ms }) => p50Ms, 2),
    median(({ p99Ms }) => p99Ms, 2),
    median(({ connectedBytesPerSession }) => connectedBytesPerSession / 1024, 1),
    median(({ idleBytesPerSession }) => idleBytesPerSession / 1024, 1),
    median(cpuPerMillion, 3),
    median(({ generatorShare }) => generatorShare * 100, 0, " %"),
    median(({ othersShare }) => othersShare * 100, 0, " %"),
  ];
  const unfinished = outcomes.length < rounds ? `   ${outcomes.length} of ${rounds} rounds` : "";
  return `${values.map(column).join("")}${unfinished}`;
}

function wholeNumber(value: number | undefined): string {
  return value === undefined ? "-" : Math.round(value).toLocaleString("en");
}

function column(text: string): string {
  return text.padStart(12);
}

/** What each of our rows reaches beside the best of the others, beside its baseline, and beside each goal of this cell. */
function verdictsOf(cell: Cell, rows: readonly Row[]): readonly string[] {
  return rows
    .filter(({ role }) => role.type === "own")
    .flatMap((row) => {
      const figures = soundFigures(row);
      if (figures.length === 0) return [`${row.peer}: no figures`];
      const baseline = rows.find(({ role }) => role.type === "baseline" && role.of === row.peer);
      const verdicts =
        cell.rooms === "own"
          ? [intakeVerdict(figures)]
          : [againstBest(cell, figures, rows), idle(cell, figures)];
      return [...verdicts, againstBaseline(cell, figures, baseline)]
        .filter((verdict) => verdict !== "")
        .map((verdict) => `${row.peer}: ${verdict}`);
    });
}

/** The figures of all rounds; none when it failed in one. */
function soundFigures({ outcomes }: Row): readonly Figures[] {
  if (outcomes.some((outcome) => failureOf(outcome) !== undefined)) return [];
  return outcomes.flatMap((outcome) => (outcome.type === "measured" ? [outcome.figures] : []));
}

function intakeVerdict(figures: readonly Figures[]): string {
  const rate = medianOf(figures, rateOf);
  const goal = goals.intakePerSecondMin;
  return `${wholeNumber(rate)} accepted a second ${mark(rate >= goal)} (goal: ${goal})`;
}

/** With a window of 1, time is what counts: it decides about the rate, too. */
function againstBest({ window }: Cell, figures: readonly Figures[], rows: readonly Row[]): string {
  const others = rows.flatMap((row) => {
    const found = row.role.type === "other" ? soundFigures(row) : [];
    return found.length === 0 ? [] : [{ peer: row.peer, figures: found }];
  });
  // Positive is better, for both measures.
  const score = (of: readonly Figures[]) => (window > 1 ? medianOf(of, rateOf) : -medianOf(of, p99Of));
  const best = others.toSorted((one, other) => score(other.figures) - score(one.figures))[0];
  if (best === undefined) return "";
  const ratio = ratioOf(figures, best.figures, window > 1 ? rateOf : p99Of);
  if (ratio === undefined) return "";
  const [measure, reached, goal] =
    window > 1
      ? ["deliveries", ratio.median >= goals.deliveriesRatioMin, `${goals.deliveriesRatioMin}`]
      : ["p99", ratio.median <= goals.p99RatioMax, `at most ${goals.p99RatioMax}`];
  return `${spreadText(ratio)} times the ${measure} of ${best.peer}, the best of the others ${mark(reached)} (goal: ${goal})`;
}

function againstBaseline({ window }: Cell, figures: readonly Figures[], baseline: Row | undefined): string {
  if (baseline === undefined) return "";
  const before = soundFigures(baseline);
  const parts = [
    ["deliveries", ratioOf(figures, before, rateOf)],
    ["CPU s/M", ratioOf(figures, before, cpuPerMillion)],
    ["p99", window > 1 ? undefined : ratioOf(figures, before, p99Of)],
    ["idle memory", ratioOf(figures, before, ({ idleBytesPerSession }) => idleBytesPerSession)],
  ] as const;
  const told = parts.flatMap(([name, ratio]) =>
    ratio === undefined ? [] : [`${name} ${spreadText(ratio)}`],
  );
  return told.length === 0 ? "" : `ratio to ${baseline.peer}: ${told.join(", ")}`;
}

function ratioOf(
  dividends: readonly Figures[],
  divisors: readonly Figures[],
  value: (figures: Figures) => number,
): Spread | undefined {
  return ratioSpread(dividends.map(value), divisors.map(value));
}

function medianOf(figures: readonly Figures[], value: (figures: Figures) => number): number {
  return spreadOf(figures.map(value))?.median ?? 0;
}

function p99Of({ p99Ms }: Figures): number {
  return p99Ms ?? Infinity;
}

function cpuPerMillion({ serverCpuSeconds, deliveries }: Figures): number {
  return (serverCpuSeconds / deliveries) * 1e6;
}

/** With few sessions, what any process takes for itself hides what a session takes. */
function idle({ sessions }: Cell, figures: readonly Figures[]): string {
  if (sessions < idleSessionsMin) return "";
  const goal = goals.idleBytesPerSessionMax;
  const bytes = medianOf(figures, ({ idleBytesPerSession }) => idleBytesPerSession);
  return `${(bytes / 1024).toFixed(1)} KiB per idle session ${mark(bytes < goal)} (goal: below ${goal / 1024})`;
}

function mark(reached: boolean): string {
  return reached ? "ok" : "MISSED";
}

const nameWidth = 18;
const idleSessionsMin = 10_000;
