/**
 * Everything a server says that is not an entry, as meaning: the codecs put it into bytes, each in its own way. Must
 * not know a wire format, a language or a socket.
 */
import type { Entry } from "./entry.ts";
import type { Fault, FaultTexts } from "./faults.ts";
import type { Conversation, RequestType } from "./requests.ts";

/** What one session is told, mostly because of what it did. `key` is the request's. */
export type Answer = { readonly key?: string | undefined } & (
  | {
      readonly type: "login";
      readonly success: true;
      readonly nickname: string;
      readonly server: ServerInfo;
      /** Proves who this is at the next login. */
      readonly token: string;
      /** The token that was shown is this server's: the cursors given with it were honoured. */
      readonly resumed: boolean;
      readonly ignoring: boolean;
      readonly rooms: readonly JoinedRoom[];
    }
  | { readonly type: "login"; readonly success: false; readonly fault: Fault }
  | { readonly type: "ls"; readonly room: string; readonly members: readonly ListedMember[] }
  | { readonly type: "rooms"; readonly rooms: readonly ListedRoom[] }
  | ({ readonly type: "join" } & JoinedRoom)
  | { readonly type: "leave"; readonly room: string }
  | { readonly type: "topic"; readonly room: string; readonly topic: string }
  | ({
      readonly type: "history" | "search";
      readonly entries: readonly Entry[];
      /** A search that ended before it had looked at all: entries from this seq on were. */
      readonly backTo?: number | undefined;
    } & Conversation)
  | { readonly type: "help" }
  | { readonly type: "ignore"; readonly ignoring: boolean; readonly time: number }
  | { readonly type: "nick"; readonly nickname: string }
  /** `text` is what the session's own member says about being away, perhaps nothing. */
  | { readonly type: "away"; readonly away: boolean; readonly text: string }
  | ({ readonly type: "whois" } & Whois)
  /** How many are shown that the session's member is writing. */
  | { readonly type: "watchers"; readonly watchers: number }
  /** Somebody is writing: in a room, or `to` the session's member alone. */
  | {
      readonly type: "typing";
      readonly nickname: string;
      readonly room?: string | undefined;
      readonly to?: string | undefined;
    }
  /** Who was written to has said that they are away. `time` is milliseconds since 1970, UTC. */
  | { readonly type: "absent"; readonly nickname: string; readonly text: string; readonly time: number }
  | { readonly type: "ping" }
  | { readonly type: "pong" }
  /** An entry that was already in the log when its sender sent it again: an acknowledgement, not a delivery. */
  | { readonly type: "repeat"; readonly entry: Entry }
  | { readonly type: "error"; readonly fault: Fault; readonly regarding?: RequestType | undefined }
  /** The last words before a session is closed, and why. */
  | { readonly type: "goodbye"; readonly fault: Fault; readonly time: number }
);

/** A room as a session comes into it. */
export interface JoinedRoom {
  readonly room: string;
  readonly topic: string;
  /** How many are in it, oneself included. */
  readonly members: number;
  /** The newest entry's; a reader without a cursor begins behind it. */
  readonly seq?: number;
  /** It was joined before the line broke, and `seq` is the newest entry's of then: what came since follows. */
  readonly joined?: boolean;
}

export interface ListedMember {
  readonly nickname: string;
  /** Said so, or lost the line a moment ago and may be back. */
  readonly away: boolean;
  /** What they said about it. */
  readonly text?: string | undefined;
}

/** Somebody who is here. Times are milliseconds since 1970, UTC. */
export interface Whois {
  readonly nickname: string;
  readonly rooms: readonly string[];
  /** When they came. */
  readonly since: number;
  /** When they said something last; undefined when they have not. */
  readonly spokeAt?: number | undefined;
  readonly away: boolean;
  /** What they said about being away. */
  readonly text?: string | undefined;
}

export interface ListedRoom {
  readonly room: string;
  readonly topic: string;
  readonly members: number;
}

/** What a room's members are told about each other; not in the log. `time` is milliseconds since 1970, UTC. */
export interface Notice {
  readonly event: NoticeEvent;
  readonly room: string;
  readonly nickname: string;
  /** The new one, when that is the event. */
  readonly topic?: string | undefined;
  /** The new nickname, when that is the event. */
  readonly to?: string | undefined;
  /** The room is so full that comings and goings are told to those alone who know no other way to learn of them. */
  readonly crowded?: boolean | undefined;
  /** To be counted, but not told: a program on an errand, or somebody back from before a restart of the server. */
  readonly silent?: boolean | undefined;
  readonly time: number;
}

/** `away` is told to the one who writes to somebody away; the others, to everybody in a room. */
export type NoticeEvent = "join" | "leave" | "topic" | "nick" | "away";

/** Who answers: the room's name for people, the program's version. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
}

/** The sentences a server needs, in one language; the catalogues in `src/locale` hold them. */
export interface Wording {
  readonly faults: FaultTexts;
  /** `detail` is the new topic, the new nickname, or what somebody says about being away; else empty. */
  readonly notices: { readonly [Event in NoticeEvent]: (nickname: string, detail: string) => string };
  /** The line of plain text on accept, without its line end. */
  readonly greeting: (serverName: string) => string;
  readonly loggedIn: (nickname: string, serverName: string) => string;
  readonly ignoring: string;
  readonly notIgnoring: string;
  /** For a browser or another HTTP client on the chat port. */
  readonly notHttp: string;
  /** What `/help` shows to a classic session: one command a line. */
  readonly classicHelp: string;
}
