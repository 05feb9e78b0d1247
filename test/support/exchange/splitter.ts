/** Cuts what a server or a client writes into frames, as recordings hold them. Not with the program's own reader. */
import type { Heard } from "./format.ts";

type Frame = Exclude<Heard, { closed: true }>;

/** Of a server: lines of text, objects with their line end, objects filled up with spaces to a classic frame. */
export class ServerSplitter {
  #rest = Buffer.alloc(0);

  /** The frames that are whole with this chunk. */
  push(chunk: Uint8Array): readonly Frame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.#take(); frame !== undefined; frame = this.#take()) frames.push(frame);
    return frames;
  }

  #take(): Frame | undefined {
    const rest = this.#rest;
    const isObject = rest[0] === brace;
    const end = isObject ? objectEnd(rest) : rest.indexOf(newline);
    if (end < 0 || (isObject && rest.length === end)) return undefined;
    if (isObject && rest[end] === space) {
      if (rest.length < classicBytes) return undefined;
      this.#rest = rest.subarray(classicBytes);
      return { padded: rest.subarray(0, classicBytes).toString().trimEnd() };
    }
    this.#rest = rest.subarray(end + 1);
    return rest.subarray(0, end + 1).toString();
  }
}

/** Of a client: objects, whatever stands between them. */
export class ClientSplitter {
  #rest = Buffer.alloc(0);

  push(chunk: Uint8Array): readonly string[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: string[] = [];
    for (;;) {
      const start = this.#rest.indexOf(brace);
      const length = start < 0 ? -1 : objectEnd(this.#rest.subarray(start));
      if (length < 0) return frames;
      frames.push(this.#rest.subarray(start, start + length).toString());
      this.#rest = this.#rest.subarray(start + length);
    }
  }
}

/** What a `recv` of the old Python client takes. Not the program's own constant: the recording says what it has to be. */
const classicBytes = 1_024;
const [brace, newline, space] = [0x7b, 0x0a, 0x20];

/** Where the object ends that the bytes begin with; -1: not yet. */
function objectEnd(bytes: Uint8Array): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const char = String.fromCharCode(bytes[at] ?? 0);
    if (quoted && char === "\\") at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === "{") depth += 1;
    else if (!quoted && char === "}") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return -1;
}
