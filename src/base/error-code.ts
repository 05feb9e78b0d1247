/** Error codes of the operating system and the runtime. */

/** The code of an error (`ENOENT`, `EADDRINUSE`, `SQLITE_FULL`, …), or undefined if it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
