/**
 * The terminal as the operating system gives it: what of `process.stdin` and `process.stdout` the face uses, so that
 * tests can put their own in place.
 */
import { terminalColumnsDefault, terminalRowsDefault } from "../../limits.ts";

export interface TerminalInput {
  setRawMode(raw: boolean): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: "data", listener: (chunk: Uint8Array | string) => void): unknown;
  on(event: "end" | "error", listener: () => void): unknown;
  off(event: "data", listener: (chunk: Uint8Array | string) => void): unknown;
  off(event: "end", listener: () => void): unknown;
}

export interface TerminalOutput {
  readonly columns: number;
  readonly rows: number;
  /** Whether more may be written before `drain`. */
  write(text: string, done?: () => void): boolean;
  on(event: "resize" | "drain" | "error" | "close", listener: () => void): unknown;
  off(event: "resize" | "drain" | "error" | "close", listener: () => void): unknown;
}

/** A terminal that does not tell its size has the one of old. */
export function sizeOf({ columns, rows }: TerminalOutput): {
  readonly columns: number;
  readonly rows: number;
} {
  return {
    columns: columns > 0 ? columns : terminalColumnsDefault,
    rows: rows > 0 ? rows : terminalRowsDefault,
  };
}

export interface Listeners {
  readonly data: (chunk: Uint8Array | string) => void;
  readonly resize: () => void;
  readonly drain: () => void;
  /** The terminal is gone; may be called more than once, also after the end. */
  readonly lost: () => void;
}

/** Until the returned function is called. */
export function listen(input: TerminalInput, output: TerminalOutput, listeners: Listeners): () => void {
  const { data, resize, drain, lost } = listeners;
  input.on("data", data);
  input.on("end", lost);
  output.on("resize", resize);
  output.on("drain", drain);
  // Never taken off: an error nobody listens to would end the program, and a terminal that is gone gives one more for
  // the last write and for the mode.
  input.on("error", lost);
  output.on("error", lost);
  output.on("close", lost);
  return () => {
    input.off("data", data);
    input.off("end", lost);
    output.off("resize", resize);
    output.off("drain", drain);
  };
}

/** Keys come as they are pressed, and a paste comes with marks around it. @param more further modes */
export function enterModes(input: TerminalInput, output: TerminalOutput, more: string): void {
  input.setRawMode(true);
  output.write(`\x1b[?2004h${more}`);
}

export interface Leaving {
  /** What takes the further modes back. */
  readonly more: string;
  /** Called when all that was written has reached the terminal. */
  readonly done?: () => void;
}

/** The terminal as it was. */
export function leaveModes(input: TerminalInput, output: TerminalOutput, { more, done }: Leaving): void {
  // First, since `done` may be called before `write` returns, and may stop the program.
  input.setRawMode(false);
  output.write(`${more}\x1b[?2004l\x1b[?7h\x1b[?25h`, done);
}
