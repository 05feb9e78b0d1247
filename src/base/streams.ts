/** The standard streams of a process, or what replaces them in a test. */
import type { Readable, Writable } from "node:stream";

/** Like `process.stdin`. A stream that is not a terminal has neither `isTTY` nor a raw mode. */
export type Input = Readable & { readonly isTTY?: boolean; readonly setRawMode?: (raw: boolean) => unknown };

/** Like `process.stdout`. Only a terminal has `columns` and `rows`. */
export type Output = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};
