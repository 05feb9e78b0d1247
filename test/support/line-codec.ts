/**
 * A wire format of its own, as a later door would bring one: lines of text. The first line is the nickname, each further
 * one a message to the lobby. Of what comes, entries and refusals are written.
 */
import type { Answer } from "../../src/protocol/answers.ts";
import type { Codec } from "../../src/protocol/codec.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import { lobby } from "../../src/protocol/entry.ts";
import type { Decoded } from "../../src/protocol/requests.ts";

export class LineCodec implements Codec {
  readonly name = "lines";
  readonly capabilities = { oneFramePerWrite: false, answersPings: false, crowdNotices: false, gaps: false };
  readonly variant: string | undefined;
  #nickname = "";
  #bytes = Buffer.alloc(0);
  #isPulled = true;

  /** @param sharing "own": what it writes names its reader, so that it can be shared with nobody */
  constructor(sharing: "lines" | "own") {
    this.variant = sharing === "own" ? undefined : sharing;
  }

  get partial(): boolean {
    return this.#bytes.length > 0;
  }

  push(chunk: Uint8Array): void {
    if (!this.#isPulled) throw new Error("pushed before all requests were taken");
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    this.#isPulled = false;
  }

  next(): Decoded | undefined {
    const end = this.#bytes.indexOf("\n");
    if (end < 0) {
      this.#isPulled = true;
      return undefined;
    }
    const text = this.#bytes.subarray(0, end).toString();
    this.#bytes = this.#bytes.subarray(end + 1);
    if (this.#nickname !== "") return { ok: true, request: { type: "broadcast", room: lobby, text } };
    this.#nickname = text;
    return { ok: true, request: { type: "login", nickname: text, version: 1 } };
  }

  greeting(serverName: string): string {
    return `- ${serverName}\n`;
  }

  answer(answer: Answer): readonly string[] {
    return answer.type === "error" ? [`! ${answer.fault.code}\n`] : [];
  }

  entry({ from, text }: Entry): readonly string[] {
    return [this.variant === undefined ? `${this.#nickname} reads ${from}: ${text}\n` : `${from}: ${text}\n`];
  }

  notice(): readonly string[] {
    return [];
  }
}
