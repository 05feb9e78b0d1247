/**
 * The row above the input: how the line to the server is while it is not well, else where one is, among how many, who is
 * writing, what waits, and what is new elsewhere. Pure.
 */
import type { Catalogue } from "../../../locale/catalogue.ts";
import {
  pendingShownMax,
  reasonColumnsMin,
  statusColumnsMin,
  statusRowsMin,
  unreadShownMax,
} from "../../limits.ts";
import { noticeMembersMax } from "../../../protocol/limits.ts";
import { cleanLine } from "../../../protocol/text.ts";
import { isPrivate } from "../../conversation-name.ts";
import { shorten } from "./layout.ts";
import type { Conversations } from "../state/conversations.ts";
import { conversationNamed } from "../state/conversations.ts";
import type { Presence } from "../state/presence.ts";
import { numberOf, typingHere } from "../state/conversation-queries.ts";

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
  if (space.rows < statusRowsMin || space.columns < statusColumnsMin) return undefined;
  return fitted(partsOf(status, words.catalogue), space.columns - 1);
}

/** What the reader can do, and behind it the reason: all of it, or its first sentence, or its beginning, or nothing. */
function offline(
  reason: string,
  secondsLeft: number,
  { columns }: StatusSpace,
  { catalogue }: StatusWords,
): string {
  const hope = catalogue.client.retryIn(secondsLeft);
  const free = columns - 1 - Bun.stringWidth(`${hope}${separator}`);
  const whole = cleanLine(reason);
  const [first = whole] = /^.+?(?:[.?!](?=\s)|[。？！])/.exec(whole) ?? [];
  const found = [whole, first].find((text) => Bun.stringWidth(text) <= free);
  if (found === undefined && free < reasonColumnsMin) return hope;
  return hope + separator + (found ?? shorten(first, free));
}

/**
 * Where there is no room it is put as `brief`, and what has the lower `rank` is left out first. News stand together at the
 * end.
 */
interface Part {
  readonly text: string;
  readonly brief?: string | undefined;
  readonly rank: number;
  readonly isNews?: boolean;
}

const ranks = { members: 1, away: 2, news: 3, typing: 4, calls: 5, pending: 6, here: 7 } as const;

function partsOf({ presence, conversations, nowMs }: Status, catalogue: Catalogue): readonly Part[] {
  const { client, face } = catalogue;
  const { here, open } = conversations;
  const number = numberOf(conversations);
  const count = countHere(conversations, presence);
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

/** An old server does not say who comes and goes, so that a number would soon be wrong. */
function countHere(conversations: Conversations, { link }: Presence): number | undefined {
  const { here } = conversations;
  const isOld = link?.state === "online" && link.memory === "none";
  return isPrivate(here) || isOld ? undefined : conversationNamed(conversations, here)?.headcount.count;
}

function typingPart(names: readonly string[], { face }: Catalogue): Part | undefined {
  if (names.length === 0) return undefined;
  const brief = face.typingMany(names.length);
  const text = names.length > 2 ? brief : face.typing(names.map(cleanLine));
  const isShorter = Bun.stringWidth(brief) < Bun.stringWidth(text);
  return { text, brief: isShorter ? brief : undefined, rank: ranks.typing };
}

/** What has a brief form takes it; then what matters least is left out, of equals the last, until the rest fits. */
function fitted(parts: readonly Part[], columns: number): string {
  const text = row(parts);
  if (Bun.stringWidth(text) <= columns) return text;
  let kept = parts.map((part) => (part.brief === undefined ? part : { ...part, text: part.brief }));
  for (;;) {
    const shorter = withEllipsis(kept, parts);
    if (kept.length < 2 || Bun.stringWidth(shorter) <= columns) return shorter;
    const least = Math.min(...kept.map(({ rank }) => rank));
    const out = kept.findLastIndex(({ rank }) => rank === least);
    kept = kept.filter((_, index) => index !== out);
  }
}

/** That some news are missing is said. */
function withEllipsis(kept: readonly Part[], parts: readonly Part[]): string {
  const newsOf = (some: readonly Part[]): number => some.filter(({ isNews = false }) => isNews).length;
  const isComplete = newsOf(kept) === newsOf(parts);
  return row(isComplete ? kept : [...kept, { text: "…", rank: 0, isNews: true }]);
}

function row(parts: readonly Part[]): string {
  const texts = (news: boolean): readonly string[] =>
    parts.filter(({ isNews = false }) => isNews === news).map(({ text }) => text);
  const news = texts(true);
  return [...texts(false), ...(news.length === 0 ? [] : [news.join("  ")])].join(separator);
}

/** In a crowd joins and leaves are not announced, so that the number is only about right. */
function approximate(count: number): string {
  return count > noticeMembersMax ? `~${count}` : String(count);
}

function upTo(count: number, max: number): string {
  return count < max ? String(count) : `${max}+`;
}

const separator = " · ";
