/** The table of the clients, and how ours stands to the others and to the goals. Must not know how it was measured. */
import type { ClientFigures, ClientRow, Noise } from "./cell.ts";
import { clientGoals, messagesPerSecond, screenSize } from "./cell.ts";

export function clientReportOf(rows: readonly ClientRow[]): string {
  const head = `  ${"".padEnd(16)}${titles.map(column).join("")}`;
  const lines = rows.map((row) => `  ${nameOf(row).padEnd(16)}${rowText(row)}`);
  return [legend, head, ...lines, ...verdictsOf(rows).map((verdict) => `  ${verdict}`), ""].join("\n");
}

const legend = `client · a terminal of ${screenSize.columns} x ${screenSize.rows}, ${messagesPerSecond.toLocaleString("en")} messages of 100 bytes a second, or none (quiet)
p50, p99      from a key to its sign on the screen          shown   messages that were written to the screen
CPU s/100k    the client's CPU seconds per 100,000 messages that came
behind        from the last message sent to the screen      frames  written in a second
`;

const titles = ["p50 ms", "p99 ms", "max ms", "shown", "CPU s/100k", "CPU", "frames/s", "behind ms", "MiB"];

function nameOf({ client, noise }: ClientRow): string {
  return noise === "quiet" ? `${client}, quiet` : client;
}

function rowText({ outcome }: ClientRow): string {
  if (outcome.type === "skipped") return `   ${outcome.reason}`;
  const { figures } = outcome;
  const { unseen, keys, messages, shown } = figures;
  const flaw = unseen === 0 ? "" : `   ${unseen} of ${keys} keys were never seen`;
  const values = [
    figures.p50Ms.toFixed(1),
    figures.p99Ms.toFixed(1),
    figures.maxMs.toFixed(1),
    messages === 0 || shown === undefined ? "-" : `${((shown / messages) * 100).toFixed(1)} %`,
    messages === 0 ? "-" : cpuPerMessages(figures).toFixed(2),
    `${Math.round((figures.cpuSeconds / figures.seconds) * 100)} %`,
    figures.framesPerSecond?.toFixed(1) ?? "-",
    figures.behindMs?.toFixed(0) ?? "-",
    (figures.residentBytes / 1024 / 1024).toFixed(0),
  ];
  return `${values.map(column).join("")}${flaw}`;
}

function cpuPerMessages({ cpuSeconds, messages }: ClientFigures): number {
  return (cpuSeconds / messages) * 100_000;
}

function column(text: string): string {
  return text.padStart(11);
}

function figuresOf(rows: readonly ClientRow[], client: string, noise: Noise): ClientFigures | undefined {
  const row = rows.find((one) => one.client === client && one.noise === noise);
  return row?.outcome.type === "measured" ? row.outcome.figures : undefined;
}

function verdictsOf(rows: readonly ClientRow[]): readonly string[] {
  const own = rows.find((row) => row.own)?.client;
  if (own === undefined) return [];
  const [flood, quiet] = [figuresOf(rows, own, "flood"), figuresOf(rows, own, "quiet")];
  if (flood === undefined || quiet === undefined) return [`${own}: no figures`];
  const { floodP99MsMax, framesPerSecondMax } = clientGoals;
  const frames = flood.framesPerSecond ?? 0;
  const lacking = flood.messages - (flood.shown ?? 0);
  const goals = [
    `p99 of a key ${flood.p99Ms.toFixed(1)} ms ${mark(flood.unseen === 0 && flood.p99Ms <= floodP99MsMax)} (goal: at most ${floodP99MsMax})`,
    `${lacking} messages not shown ${mark(lacking <= 0)} (goal: none)`,
    `${frames.toFixed(1)} frames a second ${mark(frames > 0 && frames <= framesPerSecondMax)} (goal: at most 30)`,
  ];
  const ratios = ratiosOf(rows, flood);
  const noisy = `${(flood.p99Ms / quiet.p99Ms).toFixed(2)} times the p99 of a quiet room`;
  return [...goals, noisy, ...ratios].map((verdict) => `${own}: ${verdict}`);
}

function ratiosOf(rows: readonly ClientRow[], flood: ClientFigures): readonly string[] {
  const others = new Set(rows.filter((row) => !row.own).map(({ client }) => client));
  return Array.from(others).flatMap((client) => {
    const other = figuresOf(rows, client, "flood");
    if (other === undefined) return [];
    const p99 = (flood.p99Ms / other.p99Ms).toFixed(2);
    const cpu = (cpuPerMessages(flood) / cpuPerMessages(other)).toFixed(2);
    return [`${p99} times the p99 of ${client}, ${cpu} times its CPU seconds`];
  });
}

function mark(reached: boolean): string {
  return reached ? "ok" : "MISSED";
}
