/**
 * Detects clients of other protocols by their first bytes. Otherwise the headers of a browser or curl would be read
 * as malformed frames, and JSON in a body as requests: a web page could log in and speak.
 */

import { httpMethodBytesMax, httpTargetBytesMax } from "./limits.ts";

/** What a connection speaks if it is not chat. */
export type OtherProtocol = "http" | "tls";

/** The detected protocol; `bytes` are all bytes so far, for the codec. */
export type Sniffed =
  { readonly protocol: "chat"; readonly bytes: Uint8Array } | { readonly protocol: OtherProtocol };

export class Sniffer {
  #opening: Uint8Array = nothing;

  /** Returns undefined while the protocol is undecided. Not to be called again after that. */
  push(chunk: Uint8Array): Sniffed | undefined {
    const bytes = this.#opening.length === 0 ? chunk : Buffer.concat([this.#opening, chunk]);
    const protocol = protocolOf(bytes);
    if (protocol === "chat") return { protocol, bytes };
    if (protocol !== "undecided") return { protocol };
    // A copy: these bytes are kept until the client sends more.
    this.#opening = new Uint8Array(bytes);
    return undefined;
  }
}

/** Never written to. */
const nothing = new Uint8Array(0);

/** The protocol of a connection with these first bytes; `undecided` while they may still become another one. */
export function protocolOf(bytes: Uint8Array): OtherProtocol | "chat" | "undecided" {
  const tls = startsWith(bytes, 0, tlsHandshake);
  if (tls === "partly") return "undecided";
  return tls === "yes" ? "tls" : httpOrChat(bytes);
}

/**
 * HTTP begins with a request line: `METHOD SP TARGET SP HTTP/`. The method is any token, since clients may send methods
 * that are not registered (`curl -X FOO`). No chat frame begins with a token and a space.
 */
function httpOrChat(bytes: Uint8Array): "http" | "chat" | "undecided" {
  const method = lengthWhile(bytes, 0, isTokenByte);
  if (method > httpMethodBytesMax) return "chat";
  if (method === bytes.length) return "undecided";
  if (method === 0 || bytes[method] !== space) return "chat";
  // Decided without the rest, so that a target with spaces in it changes nothing.
  if (commonMethods.has(Buffer.from(bytes.subarray(0, method)).toString("latin1"))) return "http";
  const target = method + 1;
  const end = target + lengthWhile(bytes, target, isVisibleByte);
  if (end - target > httpTargetBytesMax) return "http";
  if (end === bytes.length) return "undecided";
  if (end === target || bytes[end] !== space) return "chat";
  const version = startsWith(bytes, end + 1, httpVersion);
  if (version === "partly") return "undecided";
  return version === "yes" ? "http" : "chat";
}

/** How many bytes from `start` on satisfy the condition. */
function lengthWhile(bytes: Uint8Array, start: number, condition: (byte: number) => boolean): number {
  const end = bytes.subarray(start).findIndex((byte) => !condition(byte));
  return end === -1 ? bytes.length - start : end;
}

/** Whether the bytes from `start` on begin with a signature; `partly` while they are only its beginning. */
function startsWith(bytes: Uint8Array, start: number, signature: Buffer): "yes" | "no" | "partly" {
  const length = Math.min(bytes.length - start, signature.length);
  if (signature.subarray(0, length).compare(bytes, start, start + length) !== 0) return "no";
  return length === signature.length ? "yes" : "partly";
}

/** @source RFC 9110 section 5.6.2 (`tchar`) */
function isTokenByte(byte: number): boolean {
  return tokenBytes.has(byte);
}

/** Neither a space nor a control character. */
function isVisibleByte(byte: number): boolean {
  return byte > space && byte !== 0x7f;
}

/**
 * The response to an HTTP client: complete, so that it ends the exchange. It follows the greeting, so most clients do
 * not show it (curl: "Received HTTP/0.9 when not allowed").
 */
export function httpRefusal(text: string): string {
  const body = `${text}\n`;
  const head = [
    "HTTP/1.1 400 Bad Request",
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return [...head, "", body].join("\r\n");
}

const space = 0x20;
const tokenBytes: ReadonlySet<number> = new Set(
  Buffer.from("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
);
const httpVersion = Buffer.from("HTTP/");
/** @source RFC 9110 section 9, RFC 5789 (`PATCH`), RFC 9113 section 3.4 (`PRI`) */
const commonMethods: ReadonlySet<string> = new Set([
  "GET",
  "POST",
  "PUT",
  "HEAD",
  "DELETE",
  "OPTIONS",
  "PATCH",
  "CONNECT",
  "TRACE",
  "PRI",
]);
/** @source RFC 8446 section 5.1 (handshake record) */
const tlsHandshake = Buffer.from([0x16, 0x03]);
