/** Where a room is, for people. */

/** A host and its port as they are written together. @source RFC 3986 section 3.2.2 (brackets around IPv6) */
export function addressText(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
