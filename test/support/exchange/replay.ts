/**
 * Plays the clients of a recorded conversation against a server of today, and tells what that says otherwise. What
 * was changed on purpose is written down beside the test: see `Change`.
 */
import { differences, fieldsIn, namesIn } from "./compare.ts";
import type { Context } from "./compare.ts";
import type { Hear, Heard, Part, Step } from "./format.ts";
import { bytesOf } from "./format.ts";
import { Peer } from "./peer.ts";

/** The number of a finding in the project's issues, such as `C17`; see `test/fixtures/README.md`. */
export type Finding = `${"C" | "L" | "P" | "S"}${number}`;

/** What is heard at a step of a conversation since it was changed, in place of what was recorded. */
export interface Change {
  readonly finding: Finding;
  /** What is otherwise, in words. */
  readonly changedBy: string;
  readonly conversation: string;
  readonly step: number;
  /** Of everybody who hears something at this step. */
  readonly hear: Hear;
}

/** A server of today, which the replay may stop. */
interface Stage {
  readonly port: number;
  readonly stop: () => Promise<void>;
  /** Those of this conversation. */
  readonly changes: readonly Change[];
}

/** Resolves to what differs; nothing is looked at behind the first step that does. */
export async function replayClients(steps: readonly Step[], stage: Stage): Promise<readonly string[]> {
  const peers = new Map<string, Peer>();
  const recorded = steps.flatMap(({ hear }) => Object.values(hear).flat());
  const context: Context = { known: namesIn(recorded), renames: "token", renamed: new Map() };
  const replay: Replay = { stage, peers, context };
  try {
    for (const step of steps) {
      const problems = await play(step, replay);
      if (problems.length > 0) return problems;
    }
    return Array.from(peers).flatMap(([who, peer]) =>
      peer.take().map((more) => `at the end, ${who} heard more: ${JSON.stringify(more)}`),
    );
  } finally {
    for (const peer of peers.values()) peer[Symbol.dispose]();
  }
}

interface Replay {
  readonly stage: Stage;
  readonly peers: Map<string, Peer>;
  readonly context: Context;
}

async function play(step: Step, { stage, peers, context }: Replay): Promise<readonly string[]> {
  const { who = "", does, send = [] } = step;
  if (does === "open") peers.set(who, await Peer.open(stage.port));
  else if (does === "send") peers.get(who)?.send(bytesOf(send.map((part) => today(part, context))));
  else if (does === "close") {
    peers.get(who)?.[Symbol.dispose]();
    peers.delete(who);
  }
  const stopped = does === "stop" ? stage.stop() : undefined;
  const change = stage.changes.find((one) => one.step === step.step);
  const hear = change?.hear ?? step.hear;
  const problems: string[] = [];
  let asRecorded = Object.keys(hear).length === Object.keys(step.hear).length;
  for (const [name, frames] of Object.entries(hear)) {
    const came: Heard[] = [];
    for (const _ of frames) {
      const next = await peers.get(name)?.next();
      if (next === undefined) break;
      came.push(next);
    }
    problems.push(...compare(frames, came, context).map((what) => `step ${step.step}, to ${name}: ${what}`));
    asRecorded &&= compare(step.hear[name] ?? [], came, context).length === 0;
  }
  await stopped;
  if (change !== undefined && asRecorded)
    problems.push(
      `step ${step.step}: ${change.finding} (${change.changedBy}) changed nothing here; take its mark away`,
    );
  return problems;
}

/** In order for each log and for the answers; these may come in any order among each other. */
function compare(recorded: readonly Heard[], came: readonly Heard[], context: Context): readonly string[] {
  const [wanted, found] = [Map.groupBy(recorded, laneOf), Map.groupBy(came, laneOf)];
  const lanes = new Set([...wanted.keys(), ...found.keys()]);
  return Array.from(lanes).flatMap((lane) => {
    const [frames, today] = [wanted.get(lane) ?? [], found.get(lane) ?? []];
    const more = today.slice(frames.length).map((frame) => `more: ${JSON.stringify(frame)}`);
    const differing = frames.flatMap((frame, index) =>
      differences(frame, today[index], context).map((what) => `${what}; recorded: ${JSON.stringify(frame)}`),
    );
    return [...differing, ...more];
  });
}

/** The log that a v2 frame belongs to; all else is in one order. */
function laneOf(heard: Heard): string {
  const fields = typeof heard === "string" ? fieldsIn(heard) : undefined;
  const type = fields?.["type"];
  if (type === "single") return "@";
  return type === "broadcast" || type === "system_msg" ? `room ${String(fields?.["room"])}` : "";
}

/** Tokens that were given anew. */
function today(part: Part, { renamed }: Context): Part {
  if (typeof part !== "string") return part;
  return Array.from(renamed).reduce((text, [before, now]) => text.replaceAll(before, now), part);
}
