/** The table of the clients, and how ours stands to the others and to the goals. */
import type { ClientFigures, ClientRow, Noise } from "./cell.ts";
import { clientGoals, messagesPerSecond, screenSize } from "./cell.ts";
import { ratioSpread, spreadOf, spreadText } from "../spread.ts";

/** The figures are medians of the rounds, those of p99 with their minimum and maximum. */
export function clientReportOf(rows: readonly ClientRow[], rounds: number): string {
  const head = `  ${"".padEnd(18)}${titles.map(column).join("")}`;
  const lines = rows.map((row) => `  ${nameOf(row).padEnd(18)}${rowText(row, rounds)}`);
  return [legend, head, ...lines, ...verdictsOf(rows).map((verdict) => `  ${verdict}`), ""].join("\n");
}

const legend = `client · a terminal of ${screenSize.columns} x ${screenSize.rows}, ${messagesPerSecond.toLocaleString("en")} messages of 100 bytes a second, or none (quiet)
p50, p99      from a key to its sign on the screen          shown   messages that were written to the screen
CPU s/100k    the client's CPU seconds per 100,000 messages that came
behind        from the last message sent to the screen      frames  written in a second
`;

const titles = [
  "p50 ms",
  "p99 ms",
  "p99 min",
  "p99 max",
  "worst ms",
  "shown",
  "CPU s/100k",
  "CPU",
  "frames/s",
  "behind ms",
  "MiB",
];

function nameOf({ client, noise }: ClientRow): string {
  return noise === "quiet" ? `${client}, quiet` : client;
}

function rowText(row: ClientRow, rounds: number): string {
  const { outcomes } = row;
  const last = outcomes.at(-1);
  if (last?.type === "skipped")
    return `   failed in round ${outcomes.length} of ${rounds}, left out since: ${last.reason}`;
  const all = measuredOf(row);
  const median = (value: (figures: ClientFigures) => number | undefined, digits: number, unit = "") => {
    const found = spreadOf(all.flatMap((figures) => value(figures) ?? []))?.median;
    return found === undefined ? "-" : `${found.toFixed(digits)}${unit}`;
  };
  const p99 = spreadOf(all.map(({ p99Ms }) => p99Ms));
  const unseen = all.reduce((sum, figures) => sum + figures.unseen, 0);
  const keys = all.reduce((sum, figures) => sum + figures.keys, 0);
  const flaw = unseen === 0 ? "" : `   ${unseen} of ${keys} keys were never seen`;
  const values = [
    median(({ p50Ms }) => p50Ms, 1),
    median(({ p99Ms }) => p99Ms, 1),
    p99?.min.toFixed(1) ?? "-",
    p99?.max.toFixed(1) ?? "-",
    spreadOf(all.map(({ maxMs }) => maxMs))?.max.toFixed(1) ?? "-",
    median(shownPercent, 1, " %"),
    median(cpuPerMessages, 2),
    median(({ cpuSeconds, seconds }) => (cpuSeconds / seconds) * 100, 0, " %"),
    median(({ framesPerSecond }) => framesPerSecond, 1),
    median(({ behindMs }) => behindMs, 0),
    median(({ residentBytes }) => residentBytes / 1024 / 1024, 0),
  ];
  return `${values.map(column).join("")}${flaw}`;
}

function shownPercent({ messages, shown }: ClientFigures): number | undefined {
  return messages === 0 || shown === undefined ? undefined : (shown / messages) * 100;
}

function cpuPerMessages({ cpuSeconds, messages }: ClientFigures): number | undefined {
  return messages === 0 ? undefined : (cpuSeconds / messages) * 100_000;
}

function column(text: string): string {
  return text.padStart(11);
}

function measuredOf({ outcomes }: ClientRow): readonly ClientFigures[] {
  return outcomes.flatMap((outcome) => (outcome.type === "measured" ? [outcome.figures] : []));
}

/** None when it failed in any round. */
function figuresOf(rows: readonly ClientRow[], client: string, noise: Noise): readonly ClientFigures[] {
  const row = rows.find((one) => one.client === client && one.noise === noise);
  return row === undefined || row.outcomes.some(({ type }) => type === "skipped") ? [] : measuredOf(row);
}

function verdictsOf(rows: readonly ClientRow[]): readonly string[] {
  const own = rows.find(({ role }) => role.type === "own")?.client;
  if (own === undefined) return [];
  const [flood, quiet] = [figuresOf(rows, own, "flood"), figuresOf(rows, own, "quiet")];
  const p99 = spreadOf(flood.map(({ p99Ms }) => p99Ms));
  if (p99 === undefined || quiet.length === 0) return [`${own}: no figures`];
  const { floodP99MsMax, framesPerSecondMax } = clientGoals;
  const frames = spreadOf(flood.map(({ framesPerSecond = 0 }) => framesPerSecond))?.median ?? 0;
  const lacking = Math.max(...flood.map(({ messages, shown = 0 }) => messages - shown));
  const unseen = flood.some((figures) => figures.unseen > 0);
  const goals = [
    `p99 of a key ${p99.median.toFixed(1)} ms ${mark(!unseen && p99.median <= floodP99MsMax)} (goal: at most ${floodP99MsMax})`,
    `${lacking} messages not shown ${mark(lacking <= 0)} (goal: none)`,
    `${frames.toFixed(1)} frames a second ${mark(frames > 0 && frames <= framesPerSecondMax)} (goal: at most 30)`,
  ];
  const noisy = `${ratioText(flood, quiet, ({ p99Ms }) => p99Ms)} times the p99 of a quiet room`;
  return [...goals, noisy, ...comparisons(rows, flood)].map((verdict) => `${own}: ${verdict}`);
}

function comparisons(rows: readonly ClientRow[], flood: readonly ClientFigures[]): readonly string[] {
  const others = new Set(rows.filter(({ role }) => role.type !== "own").map(({ client }) => client));
  return Array.from(others).flatMap((client) => {
    const other = figuresOf(rows, client, "flood");
    if (other.length === 0) return [];
    const p99 = ratioText(flood, other, ({ p99Ms }) => p99Ms);
    return [
      `${p99} times the p99 of ${client}, ${ratioText(flood, other, cpuPerMessages)} times its CPU seconds`,
    ];
  });
}

function ratioText(
  dividends: readonly ClientFigures[],
  divisors: readonly ClientFigures[],
  value: (figures: ClientFigures) => number | undefined,
): string {
  const ratio = ratioSpread(dividends.map(value), divisors.map(value));
  return ratio === undefined ? "-" : spreadText(ratio);
}

function mark(reached: boolean): string {
  return reached ? "ok" : "MISSED";
}
