/** Draws what terminals show as one SVG that needs nothing else: windows side by side, a cell at its place whatever the font. */
import type { IBufferCell, Terminal } from "@xterm/headless";
import { paletteColour } from "./palette.ts";

export interface Window {
  readonly title: string;
  readonly screen: Terminal;
}

const cell = { width: 8.4, height: 19 } as const;
const fontSize = 14;
const padding = 16;
const titleHeight = 34;
const gap = 20;
const shadow = 14;

const ink = "#1f2328";
const paper = "#ffffff";
const fonts =
  "ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono','Noto Sans CJK SC',monospace";

export function drawWindows(windows: readonly Window[]): string {
  const [first] = windows;
  if (first === undefined) throw new Error("there is nothing to draw");
  const { cols, rows } = first.screen;
  const width = cols * cell.width + padding * 2;
  const height = rows * cell.height + padding * 2 + titleHeight;
  const drawn = windows.map((window, index) => {
    const left = shadow + index * (width + gap);
    return `<g transform="translate(${number(left)} ${shadow})">\n${drawWindow(window, width, height)}\n</g>`;
  });
  const whole = {
    width: number(windows.length * width + (windows.length - 1) * gap + shadow * 2),
    height: number(height + shadow * 2),
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole.width} ${whole.height}" width="${whole.width}" height="${whole.height}" role="img" aria-label="A conversation, in the terminals of two people">`,
    "<style>",
    `text{font-family:${fonts};font-size:${fontSize}px;fill:${ink};white-space:pre}`,
    ".b{font-weight:700}.d{fill-opacity:.58}.i{font-style:italic}.w{text-anchor:middle}",
    ".t{font-family:system-ui,sans-serif;font-size:13px;font-weight:600;text-anchor:middle;fill:#59636e}",
    "</style>",
    `<defs><filter id="s" x="-10%" y="-10%" width="120%" height="125%"><feDropShadow dx="0" dy="4" stdDeviation="5" flood-color="#1f2328" flood-opacity=".16"/></filter></defs>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

function drawWindow({ title, screen }: Window, width: number, height: number): string {
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map((colour, index) => {
    return `<circle cx="${20 + index * 20}" cy="${titleHeight / 2}" r="6" fill="${colour}"/>`;
  });
  const box = `width="${number(width)}" height="${number(height)}" rx="10"`;
  return [
    `<rect ${box} fill="${paper}" filter="url(#s)"/>`,
    `<path d="M0 ${titleHeight}V10a10 10 0 0 1 10-10h${number(width - 20)}a10 10 0 0 1 10 10v${titleHeight - 10}z" fill="#f3f4f6"/>`,
    `<path d="M0 ${titleHeight}h${number(width)}" stroke="#d8dde3"/>`,
    `<rect ${box} fill="none" stroke="#c9d1d9"/>`,
    ...dots,
    `<text class="t" x="${number(width / 2)}" y="${titleHeight / 2 + 4.5}">${escape(title)}</text>`,
    `<g transform="translate(${padding} ${titleHeight + padding})">`,
    ...drawScreen(screen),
    "</g>",
  ].join("\n");
}

/** Cells of one look that follow each other; a wide one stands alone. */
interface Run {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly look: Look;
}

interface Look {
  readonly classes: string;
  readonly colour: string | undefined;
  readonly background: string | undefined;
}

function drawScreen(screen: Terminal): readonly string[] {
  const { active } = screen.buffer;
  const cursor = `<rect x="${number(active.cursorX * cell.width)}" y="${active.cursorY * cell.height}" width="${cell.width}" height="${cell.height}" fill="#59636e" fill-opacity=".55"/>`;
  const rows = Array.from({ length: screen.rows }, (_, row) =>
    runsOf(screen, row).flatMap((run) => drawRun(run, row)),
  );
  return [...rows.flat(), cursor];
}

function runsOf(screen: Terminal, row: number): readonly Run[] {
  const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + row);
  const runs: Run[] = [];
  const timed = /^\d\d:\d\d /.test(line?.translateToString(true) ?? "");
  for (let column = 0; column < screen.cols; column += 1) {
    const found = line?.getCell(column);
    if (found === undefined || found.getWidth() === 0) continue;
    const columns = found.getWidth();
    const text = timed && column < time.length ? time.charAt(column) : found.getChars() || " ";
    const look = lookOf(found);
    const last = runs.at(-1);
    if (
      last === undefined ||
      columns > 1 ||
      last.columns !== Array.from(last.text).length ||
      !alike(last.look, look)
    ) {
      runs.push({ column, columns, text, look });
    } else runs.splice(-1, 1, { ...last, columns: last.columns + 1, text: last.text + text });
  }
  return runs;
}

/** What stands for every time of day. */
const time = "09:41";

function lookOf(found: IBufferCell): Look {
  const classes = [found.isBold() ? "b" : "", found.isDim() ? "d" : "", found.isItalic() ? "i" : ""];
  const front = colourOf(found.isFgDefault(), found.isFgPalette(), found.getFgColor());
  const back = colourOf(found.isBgDefault(), found.isBgPalette(), found.getBgColor());
  const swapped = found.isInverse() !== 0;
  return {
    classes: classes.filter((name) => name !== "").join(" "),
    colour: swapped ? (back ?? paper) : front,
    background: swapped ? (front ?? ink) : back,
  };
}

function colourOf(isDefault: boolean, isPalette: boolean, colour: number): string | undefined {
  if (isDefault) return undefined;
  return isPalette ? paletteColour(colour) : `#${colour.toString(16).padStart(6, "0")}`;
}

function alike(one: Look, other: Look): boolean {
  return one.classes === other.classes && one.colour === other.colour && one.background === other.background;
}

function drawRun({ column, columns, text, look }: Run, row: number): readonly string[] {
  const [y, width] = [row * cell.height, columns * cell.width];
  const shown = text.trim();
  const indent = text.length - text.trimStart().length;
  const back =
    look.background === undefined
      ? []
      : [
          `<rect x="${number(column * cell.width)}" y="${y}" width="${number(width)}" height="${cell.height}" fill="${look.background}"/>`,
        ];
  if (shown === "") return back;
  const x = (column + indent) * cell.width;
  const isWide = columns === 2 && Array.from(text).length === 1;
  const classes = [look.classes, isWide ? "w" : ""].filter((name) => name !== "").join(" ");
  const attributes = [
    classes === "" ? "" : `class="${classes}"`,
    `x="${number(isWide ? x + cell.width : x)}"`,
    `y="${number(y + baseline)}"`,
    isWide
      ? ""
      : `textLength="${number(Array.from(shown).length * cell.width)}" lengthAdjust="spacingAndGlyphs"`,
    look.colour === undefined ? "" : `fill="${look.colour}" style="fill:${look.colour}"`,
  ];
  return [...back, `<text ${attributes.filter((part) => part !== "").join(" ")}>${escape(shown)}</text>`];
}

/** Where letters stand in a row, from its top. */
const baseline = 14.5;

/** Short, and without the noise of binary fractions. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
