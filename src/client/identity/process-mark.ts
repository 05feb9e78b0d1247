/**
 * Which process has an id: the operating system gives the id of a process that has ended to another one, in a container
 * begun anew very soon.
 */
import { readFileSync } from "node:fs";

/**
 * The same text as long as the process with this id lives, and never that of another one: the id of the machine's start
 * and when the process began since then, which no setting of the clock changes. Undefined where there is no such process,
 * or no /proc to tell of it (macOS, Windows).
 *
 * @see proc_pid_stat(5): `starttime`, in clock ticks since the start of the machine
 */
export function processMark(id: number): string | undefined {
  try {
    const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    // The name of the program stands in parentheses, and may hold any characters.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const startTicks = fields[startTicksField];
    return startTicks === undefined ? undefined : `${bootId} ${startTicks}`;
  } catch {
    return undefined;
  }
}

/** Field 22 of all, after the id and the name. */
const startTicksField = 22 - 3;
