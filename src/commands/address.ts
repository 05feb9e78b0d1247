/** The address of a room as people write it, `[NICK@]HOST[:PORT]`. */
import { isIPv6 } from "node:net";
import { portMax } from "../base/limits.ts";
import { portDefault } from "../protocol/limits.ts";

/** `host` is without brackets, as sockets want it; `nickname` is as it was written, unchecked. */
export interface Address {
  readonly nickname: string | undefined;
  readonly host: string;
  readonly port: number;
}

/** `bare_ipv6`: it cannot be told where the host ends; `corrected` is what was probably meant. */
export type AddressProblem =
  { readonly code: "malformed" } | { readonly code: "bare_ipv6"; readonly corrected: string };

export type ParsedAddress =
  { readonly ok: true; readonly address: Address } | { readonly ok: false; readonly problem: AddressProblem };

/**
 * The nickname ends at the last `@`, since a host has none. IPv6 stands in brackets, with its zone where it has one.
 *
 * @source RFC 3986 section 3.2 (authority), RFC 4007 section 11 (zones)
 */
export function parseAddress(text: string): ParsedAddress {
  const at = text.lastIndexOf("@");
  const nickname = at > 0 ? text.slice(0, at) : undefined;
  const place = text.slice(at + 1);
  if (isIPv6(place)) {
    const corrected = `${text.slice(0, at + 1)}[${place}]`;
    return { ok: false, problem: { code: "bare_ipv6", corrected } };
  }
  const found = bracketed.exec(place) ?? plain.exec(place);
  const host = found?.groups?.["host"] ?? "";
  const port = parsePort(found?.groups?.["port"]);
  if (host === "" || port === undefined || (place.startsWith("[") && !isIPv6(host))) {
    return { ok: false, problem: { code: "malformed" } };
  }
  return { ok: true, address: { nickname, host, port } };
}

const bracketed = /^\[(?<host>[^[\]]+)\](?::(?<port>\d{1,5}))?$/;
const plain = /^(?<host>[^\s:/[\]\p{Cc}]+)(?::(?<port>\d{1,5}))?$/u;

function parsePort(digits: string | undefined): number | undefined {
  if (digits === undefined) return portDefault;
  const port = Number(digits);
  return port >= 1 && port <= portMax ? port : undefined;
}
