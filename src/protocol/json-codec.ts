/**
 * The JSON wire format. A session begins in the classic form, because the old client does not identify itself, and
 * switches to the form that its login asks for.
 */
import type { Answer, Notice, Wording } from "./answers.ts";
import { classic } from "./classic.ts";
import type { ClientCapability } from "./capabilities.ts";
import type { Capabilities, Codec } from "./codec.ts";
import type { Entry } from "./entry.ts";
import { FrameReader } from "./framing.ts";
import type { JsonForm } from "./json-form.ts";
import { frameBytesMax, frameDepthMax } from "./limits.ts";
import { describeUnreadable } from "./overlong.ts";
import type { Decoded, ProtocolVersion } from "./requests.ts";
import { decodeRequest } from "./requests.ts";
import { v2For } from "./v2.ts";

export class JsonCodec implements Codec {
  readonly #wording: Wording;
  #form: JsonForm = classic;
  /** A login was accepted: a later one is refused and changes nothing. */
  #loggedIn = false;
  /** Undefined while it would be empty: there are many idle sessions, and a reader is large compared to them. */
  #reader: FrameReader | undefined;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  get name(): string {
    return this.#form.name;
  }

  get capabilities(): Capabilities {
    return this.#form.capabilities;
  }

  get variant(): string {
    return this.#form.variant;
  }

  get partial(): boolean {
    return this.#reader?.partial === true;
  }

  push(chunk: Uint8Array): void {
    if (this.#reader === undefined) {
      this.#reader = spare ?? new FrameReader(limits);
      this.#reader.lineBeginsFrame = this.#form.isLines;
      spare = undefined;
    }
    this.#reader.push(chunk);
  }

  next(): Decoded | undefined {
    const frame = this.#reader?.next();
    if (frame === undefined) {
      if (this.partial) return undefined;
      spare = this.#reader ?? spare;
      this.#reader = undefined;
      return undefined;
    }
    const decoded = frame.ok ? decodeRequest(frame.value) : describeUnreadable(frame);
    const form = this.#loggedIn ? undefined : formOf(decoded);
    if (form !== undefined) this.#take(form);
    return decoded;
  }

  /**
   * Switches to a form. In a v2 session a `{` in column 0 always begins a request; old clients format inner objects
   * as they like.
   */
  #take(form: JsonForm): void {
    this.#form = form;
    if (this.#reader !== undefined) this.#reader.lineBeginsFrame = form.isLines;
  }

  greeting(serverName: string): string {
    return `${this.#wording.greeting(serverName)}\r\n`;
  }

  answer(answer: Answer): readonly string[] {
    if (answer.type === "login" && answer.success) this.#loggedIn = true;
    return this.#form.answer(answer, this.#wording);
  }

  entry(entry: Entry): readonly string[] {
    return this.#form.entry(entry);
  }

  notice(notice: Notice): readonly string[] {
    return this.#form.notice(notice, this.#wording);
  }
}

/** The form that a login asks for, even one with invalid fields; undefined for anything else. */
function formOf(decoded: Decoded): JsonForm | undefined {
  if (!decoded.ok) return decoded.version === undefined ? undefined : formFor(decoded.version);
  const { request } = decoded;
  return request.type === "login" ? formFor(request.version, request.can) : undefined;
}

function formFor(version: ProtocolVersion, can: ReadonlySet<ClientCapability> = new Set()): JsonForm {
  return version === 2 ? v2For(can) : classic;
}

/** An empty reader, for the next chunk of any session. */
let spare: FrameReader | undefined;

const limits = { bytesMax: frameBytesMax, depthMax: frameDepthMax } as const;
