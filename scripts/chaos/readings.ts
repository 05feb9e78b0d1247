/** Lines that programs wrote, as what the checker judges. A line that is cut off at the end is none. */
import { fieldsOf } from "../../test/support/fields.ts";
import type { GapTold, Heard, Stored } from "./checker.ts";
import { keyOf } from "./checker.ts";

/** The log of a person's direct messages, as that person sees it. */
export const mailbox = "@";

/** What `chat join --json` wrote. */
export interface JoinReading {
  readonly heard: readonly Heard[];
  /** The client's own texts that came back: the server has them. */
  readonly own: readonly string[];
  readonly refused: readonly string[];
}

/** Of `chat export --private`. */
export function storedIn(out: string): readonly Stored[] {
  return linesOf(out).map((line) => {
    const { room, seq, from, to, time, msg } = fieldsOf(line);
    return {
      log: String(room),
      seq: Number(seq),
      from: String(from),
      to: typeof to === "string" ? to : undefined,
      time: Date.parse(String(time)),
      text: String(msg),
    };
  });
}

/** Of `chat tail --json` and `chat history --json`. */
export function tailMessages(out: string): readonly Heard[] {
  return linesOf(out).map((line) => {
    const { room, seq, msg } = fieldsOf(line);
    return { type: "message", log: String(room), seq: Number(seq), text: String(msg) };
  });
}

/** The gaps that `chat tail` and `chat history` tell on stderr, in English. */
export function tailGaps(error: string): readonly GapTold[] {
  return linesOf(error).flatMap((line) => {
    for (const { why, pattern } of sentences) {
      const [, from, to, log] = pattern.exec(line) ?? [];
      if (log !== undefined) return [{ type: "gap" as const, log, from: Number(from), to: Number(to), why }];
    }
    return [];
  });
}

const sentences = [
  { why: "deleted", pattern: /^Messages (\d+) to (\d+) of (\S+) are missing/ },
  { why: "branch", pattern: /^Messages (\d+) to (\d+) of (\S+) are gone/ },
  { why: "server", pattern: /: (\d+) to (\d+) of (\S+) are not shown here/ },
] as const;

export function joinReading(out: string): JoinReading {
  const heard: Heard[] = [];
  const [own, refused] = [new Set<string>(), new Set<string>()];
  for (const fields of linesOf(out).map(fieldsOf)) {
    const { event, room = mailbox, seq, msg, from, to, why } = fields;
    const log = String(room);
    if (event === "gap")
      heard.push({ type: "gap", log, from: Number(from), to: Number(to), why: String(why) });
    if (event === "refused") refused.add(keyOf(String(msg)));
    if (event !== "message") continue;
    const text = String(msg);
    if (fields["own"] === true) own.add(keyOf(text));
    heard.push({ type: "message", log, seq: Number(seq), text });
  }
  return { heard, own: [...own], refused: [...refused] };
}

/** Whole lines. */
function linesOf(text: string): readonly string[] {
  return text.split("\n").slice(0, -1).filter(Boolean);
}
