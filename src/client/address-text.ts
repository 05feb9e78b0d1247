/** Where a room is, for people. Must not know whether anything is there. */

/** A host and its port as they are written together. @source RFC 3986 section 3.2.2 (brackets around IPv6) */
export function addressText(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
