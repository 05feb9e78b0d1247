/** What Linux tells about a process in `/proc`. */
import { readFileSync } from "node:fs";

/** Resident memory. */
export function residentBytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(found ?? 0) * 1024;
}

/** User and system time of all its threads so far. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, the second field, may hold spaces; what follows its bracket starts with the third.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** User and system time of all processes of the machine so far, and of the host where it took a CPU away. */
export function machineCpuSeconds(): number {
  return busySeconds(readFileSync("/proc/stat", "utf8"));
}

/** @source proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; what follows is part of user and nice */
export function busySeconds(stat: string): number {
  const fields = (/^cpu +(.*)$/m.exec(stat)?.[1] ?? "").split(" ").slice(0, 8).map(Number);
  const [, , , idle = 0, waiting = 0] = fields;
  return (fields.reduce((sum, field) => sum + field, 0) - idle - waiting) / ticksPerSecond;
}

export function openFilesMax(pid: number | "self"): number {
  const limits = readFileSync(`/proc/${pid}/limits`, "utf8");
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? 0);
}

/** `USER_HZ`, which is the same on all of today's Linux platforms. */
const ticksPerSecond = 100;

/** Whether this process was started to ignore a signal, as `nohup` does with SIGHUP (number 1). */
export function ignoresSignal(number: number): boolean {
  const mask = /^SigIgn:\s+([\da-f]+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return (BigInt(`0x${mask}`) & (1n << BigInt(number - 1))) !== 0n;
}
