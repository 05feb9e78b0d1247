/**
 * The few marks that people put into messages: `code`, **bold**, fenced blocks and links, as styles. Pure. No character
 * of a text is lost or added: marks stay, dim, so that they say the same without colours.
 */
import type { Span, Style } from "./cells.ts";
import { bold, code, dim, joined, underlined } from "./style.ts";
import { linkCharactersMax } from "../../limits.ts";

/** @param text clean @param base the style of all of it */
export function markUp(text: string, base?: Style): readonly Span[] {
  if (!hasMarks(text)) return [{ text, style: base }];
  const spans: Span[] = [];
  let at = 0;
  for (const { index, 0: block } of text.matchAll(fenced)) {
    spans.push(...markLines(text.slice(at, index), base), ...markBlock(block));
    at = index + block.length;
  }
  spans.push(...markLines(text.slice(at), base));
  return spans;
}

/** Most messages hold none. */
export function hasMarks(text: string): boolean {
  return marks.test(text);
}

const marks = /`|\*\*|https?:\/\//i;
/** From a line that begins with a fence to the next, or to the end. */
const fenced = /^ {0,3}```[^\n`]*\n(?:(?! {0,3}```[ \t]*$)[^\n]*(?:\n|$))*(?: {0,3}```[ \t]*$)?/gm;
/** No alternative reads on beyond the next sign of its kind, so that no text takes long. */
const inline = new RegExp(
  [
    "(?<open>`{1,2})(?<code>[^`\\n]+)\\k<open>(?!`)",
    "(?<![\\w*])\\*\\*(?<bold>(?!\\s)[^*\\n]+)(?<!\\s)\\*\\*(?![\\w*])",
    '(?<link>\\bhttps?://[^\\s<>"`\\p{Cc}\\p{Cf}。，、；：？！）」』】》〉]+)',
  ].join("|"),
  "giu",
);

function markBlock(block: string): readonly Span[] {
  const firstEnd = block.indexOf("\n") + 1;
  const closing = /(?<=\n) {0,3}```[ \t]*$/.exec(block)?.index ?? block.length;
  return [
    { text: block.slice(0, firstEnd), style: dim },
    { text: block.slice(firstEnd, closing), style: code },
    { text: block.slice(closing), style: dim },
  ];
}

function markLines(text: string, base: Style | undefined): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { index, 0: found, groups } of text.matchAll(inline)) {
    spans.push({ text: text.slice(at, index), style: base });
    at = index + found.length;
    const { code: quoted, open, bold: strong, link } = groups ?? {};
    if (quoted !== undefined)
      spans.push(...between(open ?? "", [{ text: quoted, style: joined(base, code) }]));
    else if (strong !== undefined) spans.push(...between("**", markLines(strong, joined(base, bold))));
    else spans.push(...markLink(link ?? found, base));
  }
  spans.push({ text: text.slice(at), style: base });
  return spans.filter((span) => span.text !== "");
}

function between(mark: string, spans: readonly Span[]): readonly Span[] {
  const span = { text: mark, style: dim };
  return [span, ...spans, span];
}

/** What ends a sentence does not belong to the link; a bracket does when it was opened in it. */
function markLink(found: string, base: Style | undefined): readonly Span[] {
  if (found.length > linkCharactersMax) return [{ text: found, style: base }];
  let end = found.length;
  for (;;) {
    const last = found.charAt(end - 1);
    const isBracket = ")]}".includes(last) && !isClosed(found.slice(0, end), last);
    if (!isBracket && !".,:;!?'’”*…".includes(last)) break;
    end -= 1;
  }
  const address = found.slice(0, end);
  const rest: Span = { text: found.slice(end), style: base };
  const target = targetOf(address);
  if (target === undefined) return [{ text: address, style: base }, rest];
  return [{ text: address, style: joined(base, underlined), link: target }, rest];
}

function isClosed(text: string, bracket: string): boolean {
  const opening = { ")": "(", "]": "[", "}": "{" }[bracket] ?? "";
  return text.split(opening).length >= text.split(bracket).length;
}

/** The address as a terminal may be sent it: whole, in ASCII, with no place for anything else. */
function targetOf(address: string): string | undefined {
  const target = URL.canParse(address) ? new URL(address) : undefined;
  if (target === undefined || (target.protocol !== "http:" && target.protocol !== "https:")) return undefined;
  return target.href.length <= linkCharactersMax && /^[\x21-\x7e]+$/.test(target.href)
    ? target.href
    : undefined;
}
