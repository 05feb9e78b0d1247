/** Ctrl-Z and the way back, where the operating system has it. */
import process from "node:process";
import { stopTimeoutMs } from "../../limits.ts";

export interface JobControl {
  /** Stops the program (and those it was started with) until the shell continues it. */
  readonly suspend: () => void;
  /** Calls whenever somebody else wants the program to stop, which it then has to do by `suspend`. */
  readonly onStop: (call: () => void) => () => void;
  /** Calls whenever the program continues, until the returned function is called. */
  readonly onContinue: (call: () => void) => () => void;
}

/** Undefined on Windows, which has no such thing. */
export function processJobControl(): JobControl | undefined {
  if (process.platform === "win32") return undefined;
  const stops = new Set<() => void>();
  const continues = new Set<() => void>();
  let timer: Timer | undefined;
  const onStop = (): void => stops.forEach((call) => call());
  const onContinue = (): void => {
    clearTimeout(timer);
    timer = undefined;
    // Also when the program was stopped by a signal that cannot be caught.
    process.off("SIGTSTP", onStop);
    if (stops.size > 0) process.on("SIGTSTP", onStop);
    continues.forEach((call) => call());
  };
  return {
    suspend: () => {
      process.off("SIGTSTP", onStop);
      process.kill(0, "SIGTSTP");
      // Where no shell waits for the program, the system does not stop it: then it goes on at once.
      timer = setTimeout(onContinue, stopTimeoutMs);
    },
    onStop: (call) => {
      if (stops.size === 0) process.on("SIGTSTP", onStop);
      stops.add(call);
      return () => {
        stops.delete(call);
        if (stops.size === 0) process.off("SIGTSTP", onStop);
      };
    },
    onContinue: (call) => {
      if (continues.size === 0) process.on("SIGCONT", onContinue);
      continues.add(call);
      return () => {
        continues.delete(call);
        if (continues.size > 0) return;
        process.off("SIGCONT", onContinue);
        clearTimeout(timer);
      };
    },
  };
}
