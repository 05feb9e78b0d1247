/**
 * Ctrl-Z and the way back, where the operating system has it. Must not know what a terminal shows.
 */
import process from "node:process";

export interface JobControl {
  /** Stops the program (and those it was started with) until the shell continues it. */
  readonly suspend: () => void;
  /** Calls whenever the program continues, until the returned function is called. */
  readonly onContinue: (call: () => void) => () => void;
}

/** Undefined on Windows, which has no such thing. */
export function processJobControl(): JobControl | undefined {
  if (process.platform === "win32") return undefined;
  return {
    suspend: () => void process.kill(0, "SIGTSTP"),
    onContinue: (call) => {
      process.on("SIGCONT", call);
      return () => void process.off("SIGCONT", call);
    },
  };
}
