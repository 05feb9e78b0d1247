/**
 * The messages that were written and not acknowledged, on disk: one line for each that comes and each that goes, so that
 * a crash loses none.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import * as v from "valibot";
import { journalLinesMax, outboxMessagesMax } from "../limits.ts";
import { decodeRequest } from "../../protocol/requests.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import type { KeyedRequest } from "../session/outbox.ts";
import { writeAtomically } from "../atomic-write.ts";

/** Owns a file, which is there only while something waits. */
export class Journal {
  #path: string;
  #waiting: Map<string, KeyedRequest>;
  /** The keys of what an earlier run left. */
  readonly #earlier: ReadonlySet<string>;
  /** Lines of the file that stand for nothing any more. */
  #stale = 0;
  #refused = false;

  /** Takes over what an earlier run left there. */
  constructor(path: string) {
    this.#path = path;
    this.#waiting = byKey(readWaiting(path));
    this.#earlier = new Set(this.#waiting.keys());
    // Its last line may be half of one, and perhaps the only one.
    if (existsSync(path)) this.#rewrite();
  }

  /** In the order in which they were written; what an earlier run left comes first. */
  get waiting(): readonly KeyedRequest[] {
    return Array.from(this.#waiting.values());
  }

  /** How many of them the next run will find: none where the disk refuses. */
  get kept(): number {
    return this.#refused ? 0 : this.#waiting.size;
  }

  /** In one write; on disk when it returns. */
  note(put: readonly KeyedRequest[], struck: readonly string[]): void {
    for (const request of put) this.#waiting.set(request.key, request);
    const gone = struck.filter((key) => this.#waiting.delete(key));
    this.#stale += 2 * gone.length;
    // A disk that has refused may have taken half a line, which would spoil the next one.
    if (this.#waiting.size === 0 || this.#stale > journalLinesMax || this.#refused) return this.#rewrite();
    const lines = [...put.map(lineOf), ...gone.map((key) => `${JSON.stringify({ struck: key })}\n`)];
    this.#attempt(() => appendFileSync(this.#path, lines.join(""), { mode: 0o600 }));
  }

  /** What was written in this run goes elsewhere with its writer. */
  forsake(): void {
    this.note(
      [],
      Array.from(this.#waiting.keys()).filter((key) => !this.#earlier.has(key)),
    );
  }

  /** To another place. What waits there for the next run still does, in front. */
  moveTo(path: string): void {
    const old = this.#path;
    this.#path = path;
    this.#waiting = new Map([...byKey(readWaiting(path)), ...this.#waiting]);
    this.#rewrite();
    // Until the new file is there, a crash leaves the old one.
    if (!this.#refused) this.#attempt(() => rmSync(old, { force: true }));
  }

  /** Whole or not at all. */
  #rewrite(): void {
    this.#stale = 0;
    const lines = this.waiting.map(lineOf);
    this.#attempt(() => {
      if (lines.length === 0) rmSync(this.#path, { force: true });
      else writeAtomically(this.#path, lines.join(""));
      this.#refused = false;
    });
  }

  /** A disk that refuses costs no more than what a crash would. */
  #attempt(act: () => void): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      act();
    } catch {
      this.#refused = true;
    }
  }
}

function byKey(requests: readonly KeyedRequest[]): Map<string, KeyedRequest> {
  return new Map(requests.map((request) => [request.key, request]));
}

/** As it is sent, with the time when it was written. */
function lineOf(request: KeyedRequest): string {
  const { writtenAt } = request;
  const line = encodeRequest(request);
  return writtenAt === undefined ? line : line.replace(/\}\n$/, `,"written":${writtenAt}}\n`);
}

const writtenSchema = v.object({ written: v.optional(v.pipe(v.number(), v.safeInteger())) });
const struckSchema = v.object({ struck: v.string() });

function readWaiting(path: string): readonly KeyedRequest[] {
  const waiting = new Map<string, KeyedRequest>();
  for (const line of readLines(path)) {
    const struck = readStruck(line);
    const request = struck === undefined ? readRequest(line) : undefined;
    if (struck !== undefined) waiting.delete(struck);
    if (request !== undefined) waiting.set(request.key, request);
  }
  return Array.from(waiting.values()).slice(0, outboxMessagesMax);
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

function readStruck(line: string): string | undefined {
  try {
    const parsed = v.safeParse(struckSchema, JSON.parse(line));
    return parsed.success ? parsed.output.struck : undefined;
  } catch {
    return undefined;
  }
}

/** Checked as the server would check it: what it would refuse is no message. */
function readRequest(line: string): KeyedRequest | undefined {
  const decoded = decodeRequest(line);
  if (!decoded.ok) return undefined;
  const { key } = decoded.request;
  const isMessage = decoded.request.type === "broadcast" || decoded.request.type === "sendto";
  if (!isMessage || key === undefined) return undefined;
  // 0.1.0 does not know it.
  const dated = v.safeParse(writtenSchema, JSON.parse(line));
  const writtenAt = dated.success ? dated.output.written : undefined;
  return writtenAt === undefined ? { ...decoded.request, key } : { ...decoded.request, key, writtenAt };
}
