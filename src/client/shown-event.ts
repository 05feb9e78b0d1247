/**
 * The events that a face shows: messages, notices, answers, the state of the connection. They are data without words; a
 * face puts them into sentences with the catalogue.
 */
import type { NotifyLevel } from "../base/notify-level.ts";
import type { GapReason, ListedMember, ListedRoom, NoticeEvent, Whois } from "../protocol/answers.ts";
import type { Fault } from "../protocol/faults.ts";

/**
 * Something that a face shows, in the order in which it shall be read. Times are milliseconds since 1970, UTC. A
 * `conversation` is a room, or the private one with somebody: `@` and the nickname.
 */
export type ShownEvent =
  /** Somebody's message, one's own included. `to` makes it private. `nickname`s and texts are clean. */
  | {
      readonly type: "message";
      readonly room: string;
      /** In the room's log, or in one's own mailbox; an old server has neither. */
      readonly seq?: number | undefined;
      readonly from: string;
      readonly to?: string | undefined;
      readonly text: string;
      readonly time: number;
      readonly own: boolean;
    }
  /** Messages from before, which call for nobody's attention: on coming in, or because they were asked for. */
  | {
      readonly type: "past";
      readonly room: string;
      readonly query?: string | undefined;
      /** The search ended before it had looked at all: only the newest were searched. */
      readonly isPartial?: boolean | undefined;
      /** The same search goes on before this seq; undefined if there is nothing before it. */
      readonly nextBefore?: number | undefined;
      /** The search went on from where an earlier one ended. */
      readonly isContinued?: boolean | undefined;
      /** The time down to which was searched, if it goes on. */
      readonly searchedTo?: number | undefined;
      readonly messages: readonly Message[];
      /** The last that was seen in an earlier run: what stands behind it is new. */
      readonly seenSeq?: number | undefined;
      /** New ones before the first of these, which are not shown. */
      readonly missed?: number | undefined;
    }
  /** What was written and is not acknowledged yet, in order: the first `pendingShownMax`. */
  | { readonly type: "pending"; readonly waiting: readonly Pending[] }
  | {
      readonly type: "notice";
      readonly event: NoticeEvent;
      readonly room: string;
      readonly nickname: string;
      /** The new topic; what somebody whom one has written to says about being away. */
      readonly topic: string;
      /** The new nickname, of somebody who takes another one. */
      readonly to?: string | undefined;
      readonly time: number;
      /** How many are in the room after it, if the server says so. */
      readonly members?: number | undefined;
      /** To be counted, but not told: it is about a program, or about somebody whose messages are not shown. */
      readonly hidden?: boolean | undefined;
    }
  /** What is typed goes to this conversation now. `members` is how many are in it, if that is known. */
  | {
      readonly type: "here";
      readonly conversation: string;
      readonly topic: string;
      readonly members?: number | undefined;
    }
  /** A conversation is closed: a room that was left, or a private one. */
  | { readonly type: "left"; readonly conversation: string }
  /** Somebody is writing; over after a while without another sign, or with their message. */
  | { readonly type: "typing"; readonly conversation: string; readonly nickname: string }
  /** One's own nickname is another now. */
  | { readonly type: "renamed"; readonly nickname: string }
  /** One's own being away; `text` says why, perhaps with nothing. */
  | { readonly type: "away"; readonly away: boolean; readonly text: string }
  | ({ readonly type: "whois" } & Whois)
  /**
   * What calls for attention in a conversation that is open; `asked`: told because the person asked or changed it. Told
   * unasked of each room that one is in without being there, too.
   */
  | {
      readonly type: "notify";
      readonly conversation: string;
      readonly level: NotifyLevel;
      readonly asked: boolean;
    }
  /** Whose messages are not shown, after a change, or because it was asked. */
  | { readonly type: "hidden"; readonly nicknames: readonly string[] }
  /** The screen is to be cleared; the text that is being written is to be written in an editor. */
  | { readonly type: "clear" | "edit" }
  | { readonly type: "topic"; readonly room: string; readonly topic: string }
  | { readonly type: "rooms"; readonly rooms: readonly ListedRoom[] }
  /** A whole sentence from the server that is not to be taken apart (a classic server's system messages and help). */
  | { readonly type: "said"; readonly text: string }
  /** `detailed`: one line for each, with why they are away. */
  | {
      readonly type: "members";
      readonly room: string;
      readonly members: readonly ListedMember[];
      readonly detailed: boolean;
    }
  | { readonly type: "ignoring"; readonly ignoring: boolean }
  /** Something was not done. `text` with a fault: of the message; without one: why. */
  | ({ readonly type: "refused"; readonly fault: Fault; readonly text?: string | undefined } & Origin)
  | ({ readonly type: "refused"; readonly fault?: undefined; readonly text: string } & Origin)
  /**
   * Messages that will never come, by their `seq`s, and why. `conversation`: the room; undefined for private messages.
   */
  | {
      readonly type: "gap";
      readonly conversation: string | undefined;
      readonly from: number;
      readonly to: number;
      readonly why: GapReason;
    }
  /** The server cannot take messages for now. They wait, and are sent again by themselves. */
  | { readonly type: "delayed"; readonly fault: Fault }
  /** The server has sent so many messages, since the session began, that break the protocol; they were dropped. */
  | { readonly type: "broken"; readonly count: number }
  | { readonly type: "link"; readonly link: Link };

/**
 * A message, with `@nick` before it if it is for one person alone, or a command as it is typed. The message `//join tea` has
 * the same text as the command `/join tea`, so the kind is told, too.
 */
export interface Pending {
  readonly kind: "message" | "command";
  readonly text: string;
}

/**
 * Where what was refused comes from: the line of piped input, counted from 1; a message's text, to be sent otherwise.
 * `outcome` is undefined if no request of this session was refused, as for a sentence that the server says by itself.
 */
interface Origin {
  readonly line?: number | undefined;
  readonly returned?: Returned | undefined;
  readonly outcome?: Outcome | undefined;
}

/** What became of a request that failed. `unknown`: its answer breaks the protocol, so the server may have done it. */
export type Outcome = "notDone" | "unknown";

/**
 * A message that was not sent, as it is typed, and the conversation to type it in. `draft`: it may be on the line again,
 * since it was just entered or nothing was entered yet; a refusal that comes later would meet other typing.
 */
export interface Returned {
  readonly conversation: string;
  readonly text: string;
  readonly draft: boolean;
}

/** The conversation that a message belongs to. */
export function conversationOf({ room, from, to, own }: Message): string {
  if (to === undefined) return room;
  return `@${own ? to : from}`;
}

/** A message among the events. */
export type Message = Extract<ShownEvent, { type: "message" }>;

export type Gap = Extract<ShownEvent, { type: "gap" }>;

export type Notice = Extract<ShownEvent, { type: "notice" }>;

/** Whether it does not happen in one room alone. */
export function isForAll({ event }: Notice): boolean {
  return event === "away" || event === "nick";
}

/** Messages from before. */
export type Past = Extract<ShownEvent, { type: "past" }>;

/** Whether one of them is new: somebody else wrote it since the last run. */
export function isNew({ seenSeq }: Past, { seq, own }: Message): boolean {
  return seenSeq !== undefined && !own && seq !== undefined && seq > seenSeq;
}

/** How the line to the server is. */
export type Link =
  | { readonly state: "connecting" }
  | {
      readonly state: "online";
      readonly nickname: string;
      readonly server: string;
      /** Nobody asked for this nickname: it is the one that was used there last. */
      readonly again?: boolean | undefined;
      /** `none`: an old server, which has no log; `other`: not the logs of the connection before. */
      readonly memory?: "none" | "other";
    }
  | { readonly state: "offline"; readonly reason: string; readonly retryInMs: number };
