/** Lets a stream write out all that it buffers. */
import type { Writable } from "node:stream";

/**
 * Ends the stream. Resolves when everything written to it has left the process, or never can because the stream failed.
 *
 * `write("", callback)` does not tell: on a socket that is full, Bun 1.4.5 calls back while earlier writes still wait in
 * memory, and `process.exit` then loses them. The callback of `end` comes after them.
 */
export function flush(stream: Writable): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once("error", () => resolve());
  stream.once("close", () => resolve());
  stream.end(() => resolve());
  return promise;
}
