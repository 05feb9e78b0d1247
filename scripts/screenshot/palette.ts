/** The 256 colours of a terminal: sixteen by name, a cube of six steps each way, and greys. */

/** @source the named ones: a common light theme's; the others: xterm's 256colres.h */
export function paletteColour(index: number): string {
  const named = namedColours[index];
  if (named !== undefined) return named;
  if (index >= 232) return hex([8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10]);
  const place = index - 16;
  return hex([Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map(level));
}

function level(step: number): number {
  return step === 0 ? 0 : 55 + step * 40;
}

function hex(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

const namedColours: readonly string[] = [
  "#24292f",
  "#cf222e",
  "#116329",
  "#4d2d00",
  "#0969da",
  "#8250df",
  "#1b7c83",
  "#6e7781",
  "#57606a",
  "#a40e26",
  "#1a7f37",
  "#633c01",
  "#218bff",
  "#a475f9",
  "#3192aa",
  "#8c959f",
];
