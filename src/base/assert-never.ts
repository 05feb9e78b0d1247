/** Makes a switch over a union exhaustive. */

/** Ends a switch over a union; the argument's type makes a forgotten case fail to compile. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
