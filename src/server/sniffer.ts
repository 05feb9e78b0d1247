/**
 * Detects clients of other protocols by their first bytes. Otherwise the headers of a browser or curl would be read
 * as malformed frames, and JSON in a body as requests: a web page could log in and speak.
 */

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

/**
 * The protocol of a connection with these first bytes; `undecided` while they are only the beginning of a signature.
 */
export function protocolOf(bytes: Uint8Array): OtherProtocol | "chat" | "undecided" {
  let undecided = false;
  for (const [protocol, signature] of signatures) {
    const length = Math.min(bytes.length, signature.length);
    if (signature.subarray(0, length).compare(bytes, 0, length) !== 0) continue;
    if (length === signature.length) return protocol;
    undecided = true;
  }
  return undecided ? "undecided" : "chat";
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

/** @source RFC 9110 section 9 and RFC 5789 (methods), RFC 9113 section 3.4 (`PRI`), RFC 8446 section 5.1 (handshake record) */
const signatures: readonly (readonly [OtherProtocol, Buffer])[] = [
  ...["GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "PRI"].map(
    (method) => ["http", Buffer.from(`${method} `)] as const,
  ),
  ["tls", Buffer.from([0x16, 0x03])],
];
