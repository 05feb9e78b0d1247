/** How people write addresses, and what is made of it. */
import { expect, test } from "bun:test";
import { parseAddress } from "../../src/commands/address.ts";

test.each([
  ["example.org", undefined, "example.org", 12_231],
  ["example.org:5000", undefined, "example.org", 5000],
  ["ann@example.org", "ann", "example.org", 12_231],
  ["a@h", "a", "h", 12_231],
  ["ann@example.org:1", "ann", "example.org", 1],
  ["小明@192.168.1.7:65535", "小明", "192.168.1.7", 65_535],
  ["ann@home@example.org", "ann@home", "example.org", 12_231],
  ["@example.org", undefined, "example.org", 12_231],
  ["[::1]", undefined, "::1", 12_231],
  ["[::1]:5000", undefined, "::1", 5000],
  ["[::1]:65535", undefined, "::1", 65_535],
  ["bob@[fe80::1]", "bob", "fe80::1", 12_231],
  ["bob@[fe80::1%eth0]:5000", "bob", "fe80::1%eth0", 5000],
  ["größe.example", undefined, "größe.example", 12_231],
] as const)("parseAddress reads %s", (text, nickname, host, port) => {
  expect(parseAddress(text)).toEqual({ ok: true, address: { nickname, host, port } });
});

test.each([
  ["fe80::1", "[fe80::1]"],
  ["::1", "[::1]"],
  ["bob@::1", "bob@[::1]"],
])("parseAddress corrects %s", (text, corrected) => {
  expect(parseAddress(text)).toEqual({ ok: false, problem: { code: "bare_ipv6", corrected } });
});

test.each([
  "",
  "bob@",
  ":5000",
  "example.org:",
  "example.org:0",
  "example.org:65536",
  "example.org:123456",
  "example.org:012231",
  "[::1]:012231",
  "[::1]:65536",
  "bob[::1]",
  "bob@x[::1]:5000",
  "example.org:http",
  "example.org:-1",
  "exam ple.org",
  "tcp://example.org",
  "example.org/room",
  "[::1",
  "::1]",
  "[example.org]",
  "[]",
  "[::1]5000",
  "example\u001b.org",
  "1:2:3",
])("parseAddress refuses %j", (text) => {
  expect(parseAddress(text)).toEqual({ ok: false, problem: { code: "malformed" } });
});
