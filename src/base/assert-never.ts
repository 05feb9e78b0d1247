/** Exhaustiveness checks for switches over unions. */

/** Ends an exhaustive switch. The `never` argument makes a missing case a compile error. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
