/** Flushes a stream. */
import type { Writable } from "node:stream";

/**
 * Ends the stream. Resolves when everything written to it has left the process, or when the stream fails.
 *
 * The callback of `write("", callback)` is no substitute: on a socket that is full, Bun 1.4.5 calls it while earlier
 * writes are still buffered, and `process.exit` then loses them. The callback of `end` runs after all writes.
 */
export function flush(stream: Writable): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once("error", () => resolve());
  stream.once("close", () => resolve());
  stream.end(() => resolve());
  return promise;
}
