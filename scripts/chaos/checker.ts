/**
 * The judge of `bun run chaos`: was something lost, stored or given twice, out of order, or missing without a word? It knows
 * nothing of the program: each text begins with its writer and numbers, and everything else is lines that programs wrote.
 */

/** A line of `chat export`. */
export interface Stored {
  readonly log: string;
  readonly seq: number;
  readonly from: string;
  /** Of a direct message. */
  readonly to: string | undefined;
  /** Milliseconds since 1970, by the server's clock. */
  readonly time: number;
  readonly text: string;
}

/** What a reader was given, in the order in which it was given. */
export type Heard =
  { readonly type: "message"; readonly log: string; readonly seq: number; readonly text: string } | GapTold;

export interface GapTold {
  readonly type: "gap";
  readonly log: string;
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** What the writers know of their texts. */
export interface Claims {
  /** Texts that a program took to send. */
  readonly attempted: ReadonlySet<string>;
  /** Texts of which a program said that the server has them. */
  readonly acknowledged: ReadonlySet<string>;
}

export interface ReaderCheck {
  readonly name: string;
  readonly heard: readonly Heard[];
  /** Which of the logs that were heard. */
  readonly log: string;
  /** The seq before the first that the reader was to be given. Undefined: wherever it begins. */
  readonly start: number | undefined;
  /** The log as it stands in the end, in the order of its export. */
  readonly stored: readonly Stored[];
  /** The seq that it was to reach. Undefined: anything will do, since it was killed. */
  readonly head: number | undefined;
}

/** Texts begin with `WRITER/RUN/NUMBER`; numbers ascend within the run of a writer, and runs follow each other. */
export function textOf(writer: string, run: number, number: number): string {
  return `${writer}/${run}/${number}`;
}

/** A text without its padding. */
export function keyOf(text: string): string {
  return text.split(" ", 1)[0] ?? "";
}

/** Checks one log against what the writers know. Returns sentences. */
export function checkStored(stored: readonly Stored[], claims: Claims): readonly string[] {
  const problems = new Problems();
  const seen = new Set<string>();
  const last = new Map<string, number>();
  const lastRun = new Map<string, number>();
  let seqBefore = 0;
  for (const { seq, text } of stored) {
    const key = keyOf(text);
    if (seq <= seqBefore) problems.add("out of order in the export", `${seq} after ${seqBefore}`);
    seqBefore = seq;
    if (!claims.attempted.has(key)) problems.add("stored, but never sent", key);
    if (seen.has(key)) problems.add("stored twice", key);
    seen.add(key);
    const { writer, run, number } = numbersOf(key);
    const before = last.get(`${writer}/${run}`) ?? -1;
    if (number < before) problems.add("stored out of order", `${key} after number ${before}`);
    last.set(`${writer}/${run}`, number);
    if (!claims.acknowledged.has(key)) continue;
    // A run begins when the one before has ended, and one whose texts are acknowledged left nothing under way.
    const runBefore = lastRun.get(writer) ?? 0;
    if (run < runBefore) problems.add("stored out of order", `${key} after run ${runBefore}`);
    lastRun.set(writer, Math.max(run, runBefore));
  }
  for (const key of claims.acknowledged)
    if (!seen.has(key)) problems.add("acknowledged, but not stored", key);
  return problems.sentences();
}

/** Checks what one reader was given of one log. Returns sentences. */
export function checkReader(check: ReaderCheck): readonly string[] {
  return new Reading(check).problems();
}

/**
 * Puts gaps that were told apart from the messages (on stderr) where they explain what the messages skip or repeat; what
 * explains nothing comes last, where it is found to be wrong.
 */
export function placeGaps(
  messages: readonly Heard[],
  gaps: readonly GapTold[],
  start: number | undefined,
): readonly Heard[] {
  const waiting = [...gaps];
  const placed: Heard[] = [];
  let cursor = start;
  for (const message of messages) {
    if (message.type !== "message") continue;
    cursor ??= message.seq - 1;
    while (waiting.length > 0 && message.seq !== cursor + 1) {
      const [gap] = waiting.splice(0, 1);
      if (gap === undefined) break;
      placed.push(gap);
      cursor = gap.why === "branch" ? gap.from - 1 : gap.to;
    }
    placed.push(message);
    cursor = message.seq;
  }
  return [...placed, ...waiting];
}

class Reading {
  readonly #check: ReaderCheck;
  readonly #problems: Problems;
  /** What the reader holds to be true now: the text of each seq. */
  readonly #held = new Map<number, string>();
  readonly #stored: ReadonlyMap<number, string>;
  #cursor: number | undefined;

  constructor(check: ReaderCheck) {
    this.#check = check;
    this.#problems = new Problems(`${check.name}: `);
    this.#stored = new Map(check.stored.map(({ seq, text }) => [seq, keyOf(text)]));
    this.#cursor = check.start;
  }

  problems(): readonly string[] {
    const { heard, log, head, stored } = this.#check;
    for (const item of heard) {
      if (item.log !== log) continue;
      if (item.type === "message") this.#message(item.seq, keyOf(item.text));
      else if (item.why === "branch") this.#branch(item);
      else this.#missing(item);
    }
    const floor = stored[0]?.seq ?? 0;
    for (const [seq, key] of this.#held) {
      const kept = this.#stored.get(seq);
      if (kept !== key && (kept !== undefined || seq >= floor))
        this.#problems.add("given, but not what is stored", `${seq} ${key}, stored ${kept ?? "nothing"}`);
    }
    const reached = this.#cursor ?? 0;
    if (head !== undefined && reached < head)
      this.#problems.add("never given", `${log} ${reached + 1} to ${head}`);
    return this.#problems.sentences();
  }

  #message(seq: number, key: string): void {
    const cursor = this.#cursor ?? seq - 1;
    if (seq <= cursor)
      this.#problems.add(
        this.#held.get(seq) === key ? "given twice" : "given out of order",
        `${seq} ${key} after ${cursor}`,
      );
    if (seq > cursor + 1) this.#problems.add("missing without a word", `${cursor + 1} to ${seq - 1}`);
    this.#held.set(seq, key);
    this.#cursor = seq;
  }

  #missing({ from, to, why }: GapTold): void {
    const cursor = this.#cursor ?? from - 1;
    if (from !== cursor + 1 || to < from)
      this.#problems.add("a gap told wrongly", `${from} to ${to} (${why}) after ${cursor}`);
    for (const seq of this.#stored.keys())
      if (why === "deleted" && seq >= from && seq <= to)
        this.#problems.add("told as deleted, but stored", String(seq));
    this.#cursor = to;
  }

  #branch({ from, to }: GapTold): void {
    const cursor = this.#cursor ?? to;
    if (to !== cursor || from > to)
      this.#problems.add("a gap told wrongly", `${from} to ${to} (branch) after ${cursor}`);
    for (const [seq, key] of this.#held) {
      if (seq < from) continue;
      if (this.#stored.get(seq) === key) this.#problems.add("told as gone, but stored", `${seq} ${key}`);
      this.#held.delete(seq);
    }
    this.#cursor = from - 1;
  }
}

/** Sentences, the same kind once: with how many there were, and the first of them. */
class Problems {
  readonly #prefix: string;
  readonly #byKind = new Map<string, string[]>();

  constructor(prefix = "") {
    this.#prefix = prefix;
  }

  add(kind: string, example: string): void {
    const examples = this.#byKind.get(kind) ?? [];
    examples.push(example);
    this.#byKind.set(kind, examples);
  }

  sentences(): readonly string[] {
    return Array.from(this.#byKind, ([kind, examples]) => {
      const more = examples.length > examplesMax ? ", …" : "";
      return `${this.#prefix}${kind} (${examples.length}): ${examples.slice(0, examplesMax).join(", ")}${more}`;
    });
  }
}

const examplesMax = 3;

function numbersOf(key: string) {
  const [writer = "", run = "", number = ""] = key.split("/");
  return { writer, run: Number(run), number: Number(number) };
}
