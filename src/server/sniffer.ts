/**
 * Tells clients of other protocols by their first bytes. A browser or curl on the chat port would otherwise have its
 * headers read as malformed frames, and the JSON of its body as requests: a page could log in and speak.
 */

/** What a connection speaks that is not chat. */
export type OtherProtocol = "http" | "tls";

/** What the beginning of a connection was found to be; `bytes` are all of them so far, for the codec. */
export type Sniffed =
  { readonly protocol: "chat"; readonly bytes: Uint8Array } | { readonly protocol: OtherProtocol };

export class Sniffer {
  #opening: Uint8Array = nothing;

  /** Undefined while the bytes so far do not tell; not to be called again once they have. */
  push(chunk: Uint8Array): Sniffed | undefined {
    const bytes = this.#opening.length === 0 ? chunk : Buffer.concat([this.#opening, chunk]);
    const protocol = protocolOf(bytes);
    if (protocol === "chat") return { protocol, bytes };
    if (protocol !== "undecided") return { protocol };
    // A copy: these bytes stay for as long as the client takes to send the next.
    this.#opening = new Uint8Array(bytes);
    return undefined;
  }
}

/** Never written to. */
const nothing = new Uint8Array(0);

/** What the first bytes of a connection say; `undecided` while they are the beginning of a signature and no more. */
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
 * What an HTTP client is told: a whole response, which ends the exchange. It stands behind the greeting, so that most
 * clients do not show it (curl: "Received HTTP/0.9 when not allowed").
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
