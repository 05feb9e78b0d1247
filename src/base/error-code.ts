/** Error codes of the operating system and the runtime. */

/** The code of an error (`ENOENT`, `EADDRINUSE`, `SQLITE_FULL`, …); undefined where there is none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
