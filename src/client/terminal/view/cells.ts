/** Text as the cells of a terminal: grapheme clusters with their width and style, broken into rows. */

/** Parameters of a "select graphic rendition" sequence. @source ECMA-48 8.3.117, xterm's 256 colours */
export type Style = string;

/** A piece of text in one style. It may hold line breaks and tabs, but no control characters. */
export interface Span {
  readonly text: string;
  readonly style?: Style | undefined;
  /** Where it leads: an address in printable ASCII. */
  readonly link?: string | undefined;
}

/**
 * What a reader sees as one character. `width` is 0, 1 or 2 columns (a tab has more); `start` and `end` are its place in
 * its span, in UTF-16 units.
 */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly style: Style | undefined;
  readonly link?: string | undefined;
  readonly start: number;
  readonly end: number;
}

export type Row = readonly Cell[];

/** The lines of the spans, cut at their line breaks. */
export function linesOf(spans: readonly Span[]): readonly Row[] {
  let line: Cell[] = [];
  const lines = [line];
  for (const { text, style, link } of spans) {
    let start = 0;
    for (const cluster of clustersOf(text)) {
      const end = start + cluster.length;
      if (cluster === "\n") lines.push((line = []));
      else line.push({ text: shownAs(cluster), width: columnsOf(cluster), style, link, start, end });
      start = end;
    }
  }
  return lines;
}

export function widthOf(row: Row): number {
  return row.reduce((sum, { width }) => sum + width, 0);
}

/** Rows of at most `columns`, full to the last cell. There is always one. */
export function wrapHard(line: Row, columns: number): readonly Row[] {
  const rows: Cell[][] = [[]];
  let used = 0;
  for (const cell of line) {
    if (used + cell.width > columns && used > 0) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(cell);
    used += cell.width;
  }
  return rows;
}

/**
 * Rows of at most `columns` (the first of `firstColumns`), broken at spaces and between wide characters where that can
 * be, else anywhere. There is always one.
 */
export function wrapWords(line: Row, columns: number, firstColumns: number = columns): readonly Row[] {
  const rows: Row[] = [];
  let limit = firstColumns;
  let start = 0;
  let used = 0;
  let breakAt = 0;
  for (let at = 0; at < line.length; at += 1) {
    const cell = line[at];
    if (cell === undefined) break;
    if (canBreakBefore(line[at - 1], cell)) breakAt = at;
    // A space may hang over the edge: it is where the row ends.
    while (used + cell.width > limit && at > start && cell.text !== " ") {
      const end = breakAt > start ? breakAt : at;
      rows.push(withoutSpaceAtEnd(line.slice(start, end)));
      start = end;
      limit = columns;
      used = widthOf(line.slice(start, at));
    }
    used += cell.width;
  }
  rows.push(withoutSpaceAtEnd(line.slice(start)));
  return rows;
}

/** The beginning of a line that fits, with an ellipsis where something is missing. */
export function truncate(line: Row, columns: number): Row {
  if (widthOf(line) <= columns) return line;
  const [row = []] = wrapHard(line, Math.max(columns - 1, 1));
  return [...row, { text: "…", width: 1, style: row.at(-1)?.style, start: 0, end: 0 }];
}

const clusters = new Intl.Segmenter("und", { granularity: "grapheme" });
const tabColumns = 4;

/** Most texts are ASCII, where every unit is a cluster. */
function clustersOf(text: string): Iterable<string> {
  if (/^[\n\t\x20-\x7e]*$/.test(text)) return text;
  return Array.from(clusters.segment(text), ({ segment }) => segment);
}

function shownAs(cluster: string): string {
  return cluster === "\t" ? " ".repeat(tabColumns) : cluster;
}

function columnsOf(cluster: string): number {
  if (cluster === "\t") return tabColumns;
  return cluster.length === 1 && cluster >= " " && cluster <= "~" ? 1 : Bun.stringWidth(cluster);
}

function canBreakBefore(previous: Cell | undefined, cell: Cell): boolean {
  if (previous === undefined || cell.text === " ") return false;
  if (previous.text.endsWith(" ")) return true;
  if (previous.width < 2 && cell.width < 2) return false;
  return !closing.test(cell.text) && !opening.test(previous.text);
}

/** Signs that do not begin a row, and signs that do not end one. @source W3C CLREQ 3.1.3, JLREQ 3.1.7 */
const closing = /^[、。，．：；？！）〕］｝〉》」』】〗’”…·,.:;?!)\]}%]/u;
const opening = /^[（〔［｛〈《「『【〖‘“([{]/u;

function withoutSpaceAtEnd(row: Row): Row {
  let end = row.length;
  while (row[end - 1]?.text === " ") end -= 1;
  return row.slice(0, end);
}
