/** What the commands that read a room share: from where on, how many lines, in which form. */
import type { Since } from "../client/pipe/find-start.ts";
import type { TailOptions } from "../client/pipe/tail.ts";
import { tail } from "../client/pipe/tail.ts";
import type { Context, Given } from "./command.ts";
import { exitCodes } from "./command.ts";
import type { Flag } from "./flag.ts";
import { numberFlag, parseDuration, switchFlag } from "./flag.ts";
import { pipeTargetOf } from "./place.ts";

export const jsonFlag = switchFlag({ name: "json", text: "json" });

/** The value is as it was written, since a time means something only at the moment it is used. */
export const sinceFlag: Flag<string | undefined> = {
  name: "since",
  text: "since",
  takes: "TIME|SEQ|all",
  fallback: undefined,
  parse: (raw) => (parseSince(raw, 0) === undefined ? undefined : raw),
  expected: (usage) => usage.sinceExpected,
};

/** None is an answer, too: only what is said from now on. */
export const linesFlag = numberFlag({ name: "lines", text: "lines", fallback: undefined });

export interface ReadingHabits extends Pick<TailOptions, "follow" | "timeoutMs"> {
  /** How much of before, when nobody says where to begin. */
  readonly linesDefault: number;
}

/** Reads a room onto stdout, and resolves to the exit code. */
export async function readRoom(given: Given, context: Context, habits: ReadingHabits): Promise<number> {
  const { stdout, stderr } = context;
  const target = pipeTargetOf(given, context);
  if (typeof target === "string") {
    stderr.write(`${target}\n`);
    return exitCodes.usage;
  }
  const since = parseSince(given.get(sinceFlag) ?? "", Date.now());
  const lines = given.get(linesFlag) ?? (since === undefined ? habits.linesDefault : undefined);
  const { follow, timeoutMs } = habits;
  const json = given.get(jsonFlag);
  const end = await tail({ target, stdout, selection: { since, lines }, follow, json, timeoutMs });
  if (end.reason !== undefined) stderr.write(`${end.reason}\n`);
  return end.code;
}

/** @param now milliseconds since 1970, what a time span counts back from */
export function parseSince(raw: string, now: number): Since | undefined {
  const text = raw.trim().toLowerCase();
  if (text === "all") return { type: "seq", seq: 0 };
  if (/^\d{1,15}$/.test(text)) return { type: "seq", seq: Number(text) };
  const spanMs = parseDuration(text);
  return spanMs === undefined ? undefined : { type: "time", time: now - spanMs };
}
