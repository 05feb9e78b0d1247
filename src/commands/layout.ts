/** How texts are laid out for a terminal: lines that fit, names and texts in columns. */
import { nameColumnsMax, textColumnsMax } from "./limits.ts";

export type Row = readonly [name: string, text: string];

/** Paragraphs with an empty line between them. */
export function page(paragraphs: readonly (readonly string[])[]): string {
  return `${paragraphs.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Sentences in lines that fit: broken at spaces, and behind the signs of a script that has none. */
export function wrapped(text: string, columnsMax = textColumnsMax): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of text.split(/(?<= )|(?<=[，。：；、])/u)) {
    if (line !== "" && Bun.stringWidth((line + part).trimEnd()) > columnsMax) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += part;
  }
  return [...lines, line];
}

/** Names and their texts in two columns; the text of a long name begins on the next line. */
export function columns(rows: readonly Row[]): readonly string[] {
  const fitting = rows.map(([name]) => Bun.stringWidth(name)).filter((width) => width <= nameColumnsMax);
  const width = Math.max(0, ...fitting);
  const margin = " ".repeat(width + 4);
  return rows.flatMap(([name, text]) => {
    const [first = "", ...others] = wrapped(text, textColumnsMax - width - 4);
    const rest = others.map((line) => margin + line);
    const free = width - Bun.stringWidth(name);
    return free >= 0
      ? [`  ${name}${" ".repeat(free)}  ${first}`, ...rest]
      : [`  ${name}`, margin + first, ...rest];
  });
}

/** A capital first letter and a full stop, for a summary that stands alone; Chinese has its own full stop. */
export function sentence(summary: string): string {
  const stop = /\p{Script=Han}/u.test(summary) ? "。" : ".";
  return summary.slice(0, 1).toUpperCase() + summary.slice(1) + stop;
}
