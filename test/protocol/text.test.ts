/** Whether texts come out harmless, and otherwise as they went in. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { actionOf, cleanLine, cleanText, excerpt } from "../../src/protocol/text.ts";
import { anyText } from "../support/frames.ts";
import { anyCodePoints } from "../support/code-points.ts";

/** Known attacks, each with what is left of it. */
const attacks: readonly (readonly [what: string, text: string, clean: string])[] = [
  ["colours (CSI)", "a\u001b[31mred\u001b[0m", "ared"],
  ["clearing of the screen", "\u001b[2J\u001b[H$ ", "$ "],
  ["CSI with private and intermediate bytes", "\u001b[?25l\u001b[>4;2m\u001b[1 qx", "x"],
  ["CSI in its 8-bit form", "\u009b2Jx", "x"],
  ["CSI cut off at the end", "x\u001b[31", "x"],
  ["a window's title (OSC, BEL)", "\u001b]0;gotcha\u0007x", "x"],
  ["a link (OSC 8, ST)", "\u001b]8;;http://evil/\u001b\\here\u001b]8;;\u001b\\", "here"],
  ["the clipboard (OSC 52, 8-bit ST)", "\u001b]52;c;cm0gLXJmIH4=\u009cx", "x"],
  ["OSC in its 8-bit form", "\u009d0;gotcha\u0007x", "x"],
  ["OSC without end", "x\u001b]0;gotcha", "x"],
  ["OSC without end, on a line of its own", "\u001b]0;gotcha\nnext", "\nnext"],
  ["DECRQSS (CVE-2008-2383)", "\u001bP$q\nid\u001b\\x", "\nidx"],
  ["DCS in its 8-bit form", "\u0090+q544e\u009cx", "x"],
  ["APC, PM and SOS", "\u001b_a\u001b\\\u001b^b\u001b\\\u001bXc\u001b\\x", "x"],
  ["font query (CVE-2022-45063)", "\u001b]50;?\u0007x", "x"],
  ["a reset (RIS)", "\u001bcx", "x"],
  ["a character set", "\u001b(0x\u001b#8y", "xy"],
  ["a lone escape at the end", "x\u001b", "x"],
  ["an escape made of an escape", "\u001b\u001b[31m[31mx", "[31mx"],
  ["an escape that the removal of another would make", "\u001b\u001b]0;t\u0007[31mx", "[31mx"],
  ["a bell, a backspace, a delete", "a\u0007b\bc\u007fd", "abcd"],
  ["nul and shift", "a\u0000b\u000e\u000fc", "abc"],
  ["C1", "a\u0080\u0084\u0096b", "ab"],
  ["form feed and vertical tab", "a\fb\vc", "abc"],
  ["overwriting (CR)", "pay 1000\rpay 1", "pay 1000\npay 1"],
  ["CRLF", "a\r\nb", "a\nb"],
  ["other line breaks", "a\u0085b\u2028c\u2029d", "a\nb\nc\nd"],
  ["bidi overrides (CVE-2021-42574)", "a\u202egnp.exe\u202c", "agnp.exe"],
  ["bidi isolates and embeddings", "\u2066a\u2069\u2067b\u2068c\u202ad\u202be\u202df", "abcdef"],
  ["byte order mark and annotations", "\ufeffa\ufff9b\ufffac\ufffb", "abc"],
  ["half a character", "a\ud83db", "a\ufffdb"],
  ["marks without end (CVE-2021-27135)", `a${"\u0301".repeat(50)}b`, `a${"\u0301".repeat(8)}b`],
  ["marks with overrides between", `a${"\u0301\u202e".repeat(20)}`, `a${"\u0301".repeat(8)}`],
];

test.each(attacks)("cleanText disarms %s", (_, text, clean) => {
  expect(cleanText(text)).toBe(clean);
});

test.each([
  ["plain", "Hello, world! ~ {}[]\\\"'"],
  ["line breaks and tabs", "if x:\n\tprint(1)\n\n"],
  ["Chinese", "你好，世界"],
  ["emoji with joiners, colours, flags", "👨‍👩‍👧 👋🏽 🇫🇷 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
  ["right to left, with its marks", "שלום\u200f مرحبا\u200e"],
  ["vowel signs and tones", "ที่นี่ किताब tiếng Việt"],
  ["joiners that Persian and Hindi need", "می\u200cخواهم क्\u200dष"],
  ["spaces at both ends", "  two  "],
] as const)("cleanText keeps %s", (_, text) => {
  expect(cleanText(text)).toBe(text);
});

const hostile = fc.string({
  unit: fc.oneof(
    anyCodePoints({ minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      ..."\u001b\u009b\u009d\u0090[]P;?0mJ\\\u0007\u009c\r\n\t\u202e\u0301\ufeff\ud83d\ude00".split(""),
    ),
  ),
  maxLength: 60,
});

test("cleanText leaves nothing that moves a cursor, and is idempotent", () => {
  fc.assert(
    fc.property(fc.oneof(hostile, anyText), (text) => {
      const clean = cleanText(text);
      expect(clean).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
      expect(clean.isWellFormed()).toBe(true);
      expect(cleanText(clean)).toBe(clean);
    }),
    { numRuns: 3000 },
  );
});

test("cleanText is done with a hostile megabyte at once", () => {
  for (const unit of ["\u001b", "\u001b[", "\u001b]", "\u009d", "\u0301", "\u001b[1", "\u001b "])
    expect(cleanText(unit.repeat(300_000)).length).toBeLessThan(600_001);
});

test.each([
  ["a\nb", "a b"],
  ["a\r\n\r\n\tb", "a b"],
  ["\u001b[31ma\u2028b", "a b"],
] as const)("cleanLine puts %j on one line", (text, line) => {
  expect(cleanLine(text)).toBe(line);
});

test.each([
  ["/me waves", "waves"],
  ["/me  waves\nand smiles", " waves\nand smiles"],
  ["/me", undefined],
  ["/me ", undefined],
  ["/me \n", undefined],
  ["/mean", undefined],
  ["/ME waves", undefined],
  [" /me waves", undefined],
] as const)("actionOf %j is what somebody does: %j", (text, action) => {
  expect(actionOf(text)).toBe(action);
});

test.each([
  ["short", "short"],
  ["x".repeat(40), "x".repeat(40)],
  ["x".repeat(41), `${"x".repeat(40)}…`],
  [`${"x".repeat(39)}😀y`, `${"x".repeat(39)}\ufffd…`],
  ["\u001b[31mred\nline", "red line"],
] as const)("excerpt of %j", (value, cut) => {
  expect(excerpt(value)).toBe(cut);
});
