/** What the keys of one run's messages begin with. */

/**
 * Twelve characters that no other run of the same identity will have. Short, since each message bears its key on the line,
 * in the log and in the log's index.
 */
export function freshKeyPrefix(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(prefixBytes))).toString("base64url");
}

/** Of ten million runs, two would have the same with a probability of 1 in 90 million. */
const prefixBytes = 9;
