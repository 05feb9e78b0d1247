/**
 * How lines of the transcript stand in the columns: a lead and a text behind it, wrapped below itself; a rule; one row
 * that is cut. Pure.
 */
import type { Catalogue } from "../../../locale/catalogue.ts";
import { cleanLine } from "../../../protocol/text.ts";
import type { Row, Span } from "./cells.ts";
import { linesOf, truncate, widthOf, wrapWords } from "./cells.ts";
import type { Calendar } from "../../clock.ts";
import type { Palette } from "./style.ts";
import { dim, rowText } from "./style.ts";

/** How to show: `nickname` is the reader's own. */
export interface Look {
  readonly catalogue: Catalogue;
  readonly columns: number;
  readonly palette: Palette;
  /** Whether the terminal can be told where a link leads. */
  readonly links: boolean;
  readonly nickname: string | undefined;
  /** The conversation one is in: its messages need no mark of it. */
  readonly here: string;
  readonly calendar: Calendar;
}

/** In the place of a time, where there is none. */
export const noTime = " ".repeat(5);

/** A lead and a text behind it; what does not fit, and the text's further lines, stand indented below. */
export function hangingIndent(
  lead: readonly Span[],
  body: readonly Span[],
  { columns, palette, links }: Look,
): readonly string[] {
  const [leadRow = []] = linesOf(lead);
  const [first = [], ...others] = linesOf(body);
  const indent = indentFor(widthOf(leadRow), columns);
  const rest = Math.max(columns - indent, 2);
  const rows: readonly Row[] = [
    ...wrapWords([...leadRow, ...first], rest, columns),
    ...others.flatMap((line) => wrapWords(line, rest)),
  ];
  return rows.map((row, index) => {
    const text = rowText(row, palette, links);
    return index === 0 || row.length === 0 ? text : " ".repeat(indent) + text;
  });
}

/** A line across, with a text in it. Of several parts the second is shortened first. */
export function rule(parts: readonly string[], { columns, palette }: Look): string {
  const [first = "", middle = "", ...rest] = parts.map(cleanLine);
  const whole = [first, middle, ...rest].filter(Boolean).join(" · ");
  const free = columns - ruleColumns - Bun.stringWidth(whole);
  const cut = free >= 0 ? middle : shorten(middle, Math.max(1, Bun.stringWidth(middle) + free));
  const text = [first, cut, ...rest].filter(Boolean).join(" · ");
  return oneRow(`─── ${text} ───`, { columns: columns + 1, palette });
}

/** The beginning of a text on one line, as much of it as fits. */
export function shorten(text: string, columns: number): string {
  const [line = []] = linesOf([{ text }]);
  return rowText(truncate(line, columns), "none");
}

/** One dim row, cut to the width. */
export function oneRow(text: string, { columns, palette }: Pick<Look, "columns" | "palette">): string {
  const [line = []] = linesOf([{ text: cleanLine(text), style: dim }]);
  return rowText(truncate(line, columns - 1), palette);
}

/** What a rule has beside its text. */
const ruleColumns = 8;

/** Below the text where that leaves room; always deeper than a nickname stands, so that no text passes for a message. */
function indentFor(leadWidth: number, columns: number): number {
  if (leadWidth * 2 <= columns) return leadWidth;
  return columns >= 30 ? 10 : 2;
}
