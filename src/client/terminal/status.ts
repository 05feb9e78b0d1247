/**
 * The row above the input: how the line to the server is while it is not well, else where one is, among how many, and
 * what waits. Pure. Must not know where it is shown.
 */
import type { Catalogue } from "../../locale/catalogue.ts";
import { noticeMembersMax, pendingShownMax } from "../../protocol/limits.ts";
import { cleanLine } from "../../protocol/text.ts";
import { shorten } from "./message-view.ts";
import type { Presence } from "./presence.ts";
import { memberCount } from "./presence.ts";

export interface StatusSpace {
  readonly columns: number;
  readonly rows: number;
  /** Until the next try to connect. */
  readonly secondsLeft: number;
}

export interface StatusWords {
  readonly catalogue: Catalogue;
  /** Where the room is, for people. */
  readonly address: string;
}

/** Undefined where there is nothing to say, or no room for what is not urgent. */
export function statusFor(presence: Presence, space: StatusSpace, words: StatusWords): string | undefined {
  const { client } = words.catalogue;
  const { link } = presence;
  if (link === undefined) return undefined;
  if (link.state === "connecting") return client.connecting(words.address);
  if (link.state === "offline") return offline(link.reason, space, words);
  if (space.rows < rowsMin || space.columns < columnsMin) return undefined;
  const parts = [cleanLine(presence.room), membersText(presence, words), pendingText(presence, words)];
  return parts.filter((part) => part !== undefined).join(" · ");
}

/** Of a long reason the end is left out, rather than what the reader can do. */
function offline(reason: string, { columns, secondsLeft }: StatusSpace, { catalogue }: StatusWords): string {
  const status = (text: string): string => catalogue.client.offline(text, secondsLeft);
  const free = columns - 1 - Bun.stringWidth(status(""));
  return status(free < reasonColumnsMin ? reason : shorten(cleanLine(reason), free));
}

/** In a crowd joins and leaves are not announced, so that the number is only about right. */
function membersText(presence: Presence, { catalogue }: StatusWords): string | undefined {
  const count = memberCount(presence);
  if (count === undefined) return undefined;
  return catalogue.client.membersHere(count > noticeMembersMax ? `~${count}` : String(count));
}

function pendingText({ pending }: Presence, { catalogue }: StatusWords): string | undefined {
  const { length } = pending;
  if (length === 0) return undefined;
  return catalogue.client.pendingCount(length < pendingShownMax ? String(length) : `${length}+`);
}

/** Smaller terminals have no row for it. */
const rowsMin = 10;
const columnsMin = 40;
/** Where less is left for a reason, it says nothing. */
const reasonColumnsMin = 12;
