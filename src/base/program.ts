/** How this program was started. */

/** The command that starts this program again: the executable, or Bun with the source. Call it only in the program. */
export function programCommand(): readonly string[] {
  // Where Bun mounts the sources of a compiled executable.
  const isCompiled = /^(?:\/\$bunfs|[A-Z]:[\\/]~BUN)[\\/]/.test(Bun.main);
  return isCompiled ? [process.execPath] : [process.execPath, Bun.main];
}
