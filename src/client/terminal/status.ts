/**
 * The row above the input: how the line to the server is while it is not well, else where one is, among how many, who is
 * writing, what waits, and what is new elsewhere. Pure. Must not know where it is shown.
 */
import type { Catalogue } from "../../locale/catalogue.ts";
import { noticeMembersMax, pendingShownMax } from "../../protocol/limits.ts";
import { cleanLine } from "../../protocol/text.ts";
import { shorten } from "./block.ts";
import type { Conversations } from "./conversations.ts";
import { conversationNamed } from "./conversations.ts";
import type { Presence } from "./presence.ts";
import { numberOf, typingHere } from "./whereabouts.ts";

export interface StatusSpace {
  readonly columns: number;
  readonly rows: number;
}

export interface StatusTime {
  readonly nowMs: number;
  /** Until the next try to connect. */
  readonly secondsLeft: number;
}

export interface StatusWords {
  readonly catalogue: Catalogue;
  /** Where the room is, for people. */
  readonly address: string;
}

export interface Status extends StatusTime {
  readonly presence: Presence;
  readonly conversations: Conversations;
}

/** Undefined where there is nothing to say, or no room for what is not urgent. */
export function statusFor(status: Status, space: StatusSpace, words: StatusWords): string | undefined {
  const { link } = status.presence;
  if (link === undefined) return undefined;
  if (link.state === "connecting") return words.catalogue.client.connecting(words.address);
  if (link.state === "offline") return offline(link.reason, status.secondsLeft, space, words);
  if (space.rows < rowsMin || space.columns < columnsMin) return undefined;
  return fitted(partsOf(status, words.catalogue), space.columns - 1);
}

/** Of a long reason the end is left out, rather than what the reader can do. */
function offline(
  reason: string,
  secondsLeft: number,
  { columns }: StatusSpace,
  { catalogue }: StatusWords,
): string {
  const status = (text: string): string => catalogue.client.offline(text, secondsLeft);
  const free = columns - 1 - Bun.stringWidth(status(""));
  return status(free < reasonColumnsMin ? reason : shorten(cleanLine(reason), free));
}

/** What has the lower `rank` is left out first where there is no room. `news` stand together at the end. */
interface Part {
  readonly text: string;
  readonly rank: number;
  readonly isNews?: boolean;
}

const ranks = { members: 1, away: 2, news: 3, typing: 4, calls: 5, pending: 6, here: 7 } as const;

function partsOf({ presence, conversations, nowMs }: Status, catalogue: Catalogue): readonly Part[] {
  const { client, face } = catalogue;
  const { here, open } = conversations;
  const number = numberOf(conversations);
  const count = here.startsWith("@") ? undefined : conversationNamed(conversations, here)?.headcount.count;
  const waiting = presence.pending.length;
  const parts: readonly (Part | undefined)[] = [
    { text: `${number === undefined ? "" : `${number}:`}${cleanLine(here)}`, rank: ranks.here },
    count === undefined ? undefined : { text: client.membersHere(approximate(count)), rank: ranks.members },
    typingPart(typingHere(conversations, nowMs), catalogue),
    waiting === 0
      ? undefined
      : { text: client.pendingCount(upTo(waiting, pendingShownMax)), rank: ranks.pending },
    presence.away ? { text: face.away, rank: ranks.away } : undefined,
    ...open.map(({ name, unread, calls }, index): Part | undefined => {
      if (unread === 0) return undefined;
      const text = `${index + 1}:${cleanLine(name)} ${upTo(unread, unreadShownMax)}${calls === 0 ? "" : "!"}`;
      return { text, rank: calls === 0 ? ranks.news : ranks.calls, isNews: true };
    }),
  ];
  return parts.filter((part) => part !== undefined);
}

function typingPart(names: readonly string[], { face }: Catalogue): Part | undefined {
  if (names.length === 0) return undefined;
  const text = names.length > 2 ? face.typingMany(names.length) : face.typing(names.map(cleanLine));
  return { text, rank: ranks.typing };
}

/** Leaves out what matters least, of equals the last, until the rest fits; that some news are missing is said. */
function fitted(parts: readonly Part[], columns: number): string {
  const text = row(parts);
  if (parts.length < 2 || Bun.stringWidth(text) <= columns) return text;
  let kept = parts;
  for (;;) {
    const least = Math.min(...kept.map(({ rank }) => rank));
    const out = kept.findLastIndex(({ rank }) => rank === least);
    kept = kept.filter((_, index) => index !== out);
    const isNewsMissing = parts.some((part) => part.isNews === true && !kept.includes(part));
    const shorter = isNewsMissing ? row([...kept, { text: "…", rank: 0, isNews: true }]) : row(kept);
    if (kept.length < 2 || Bun.stringWidth(shorter) <= columns) return shorter;
  }
}

function row(parts: readonly Part[]): string {
  const texts = (news: boolean): readonly string[] =>
    parts.filter(({ isNews = false }) => isNews === news).map(({ text }) => text);
  const news = texts(true);
  return [...texts(false), ...(news.length === 0 ? [] : [news.join("  ")])].join(" · ");
}

/** In a crowd joins and leaves are not announced, so that the number is only about right. */
function approximate(count: number): string {
  return count > noticeMembersMax ? `~${count}` : String(count);
}

function upTo(count: number, max: number): string {
  return count < max ? String(count) : `${max}+`;
}

/** Smaller terminals have no row for it. */
const rowsMin = 10;
const columnsMin = 40;
/** Where less is left for a reason, it says nothing. */
const reasonColumnsMin = 12;
const unreadShownMax = 1_000;
