/**
 * Turns what a terminal sends, cut anywhere, into keys. It holds what is not whole yet and is told the time; it has no
 * timers.
 */
import { escapeTimeoutMs, pasteTimeoutMs, pasteUnitsMax } from "../../limits.ts";
import type { Key } from "./key.ts";
import { namedKey } from "./key.ts";
import { readKey } from "./key-sequences.ts";

/** Call `push` with each chunk, and `flush` when `deadline` has passed without one. Times are milliseconds. */
export class KeyDecoder {
  readonly #utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The beginning of a sequence or, in a paste, of its end. */
  #pending = "";
  #pasted: string | undefined;
  #lastMs = 0;

  /** When `flush` should be called: an Escape or a paste waits for its rest until then. */
  get deadline(): number | undefined {
    if (this.#pasted !== undefined) return this.#lastMs + pasteTimeoutMs;
    return this.#pending === "" ? undefined : this.#lastMs + escapeTimeoutMs;
  }

  push(chunk: Uint8Array | string, nowMs: number): readonly Key[] {
    const keys = [...this.flush(nowMs)];
    this.#lastMs = nowMs;
    this.#pending += typeof chunk === "string" ? chunk : this.#utf8.decode(chunk, { stream: true });
    this.#take(keys);
    return keys;
  }

  /** Takes what waits as it is, if it has waited long enough. */
  flush(nowMs: number): readonly Key[] {
    if (this.deadline === undefined || nowMs < this.deadline) return [];
    const pending = this.#pending;
    this.#pending = "";
    if (this.#pasted !== undefined) {
      const text = joinPaste(this.#pasted, pending);
      this.#pasted = undefined;
      return [{ type: "paste", text }];
    }
    if (pending === "\x1b") return [namedKey("escape")];
    // Two signs that could have begun a sequence were Alt and a letter; a longer beginning is dropped.
    return pending.length === 2 ? [{ type: "alt", letter: pending.slice(1) }] : [];
  }

  #take(keys: Key[]): void {
    let at = 0;
    while (at < this.#pending.length) {
      if (this.#pasted !== undefined) {
        this.#pending = this.#pending.slice(at);
        at = 0;
        if (!this.#takePaste(keys)) return;
        continue;
      }
      const reading = readKey(this.#pending, at);
      if (reading.type === "more") break;
      if (reading.type === "key") keys.push(reading.key);
      if (reading.type === "pasteStart") this.#pasted = "";
      at += reading.length;
    }
    this.#pending = this.#pending.slice(at);
  }

  /** Moves pasted text over; whether the paste has ended. What may be the beginning of its end stays pending. */
  #takePaste(keys: Key[]): boolean {
    const pasted = this.#pasted ?? "";
    const end = this.#pending.indexOf(pasteEnd);
    if (end >= 0) {
      keys.push({ type: "paste", text: joinPaste(pasted, this.#pending.slice(0, end)) });
      this.#pasted = undefined;
      this.#pending = this.#pending.slice(end + pasteEnd.length);
      return true;
    }
    let kept = Math.min(pasteEnd.length - 1, this.#pending.length);
    while (!pasteEnd.startsWith(this.#pending.slice(this.#pending.length - kept))) kept -= 1;
    const split = this.#pending.length - kept;
    this.#pasted = joinPaste(pasted, this.#pending.slice(0, split));
    this.#pending = this.#pending.slice(split);
    return false;
  }
}

const pasteEnd = "\x1b[201~";

function joinPaste(pasted: string, rest: string): string {
  return pasted.length + rest.length <= pasteUnitsMax
    ? pasted + rest
    : (pasted + rest).slice(0, pasteUnitsMax);
}
