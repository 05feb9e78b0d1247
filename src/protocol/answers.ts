/** Everything a server says that is not an entry, as data. The codecs encode it, each in its own way. */
import type { Entry } from "./entry.ts";
import type { Epoch } from "./epochs.ts";
import type { Fault, FaultTexts } from "./faults.ts";
import type { Conversation, RequestType } from "./requests.ts";

/** What the server tells one session, mostly in reply to a request. `key` is the request's. */
export type Answer = { readonly key?: string | undefined } & (
  | {
      readonly type: "login";
      readonly success: true;
      readonly nickname: string;
      readonly server: ServerInfo;
      /** Proves who this is at the next login. */
      readonly token: string;
      /** A valid token of this server was presented, so the cursors of the login were used. */
      readonly resumed: boolean;
      readonly ignoring: boolean;
      readonly rooms: readonly JoinedRoom[];
      /** The seq of the newest direct message. */
      readonly mailboxSeq: number;
      /** The newest epochs of the store, oldest first. */
      readonly epochs: readonly Epoch[];
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
      /** Only entries from this seq on were searched; undefined if all were. */
      readonly backTo?: number | undefined;
      /** The time of that entry: milliseconds since 1970. */
      readonly backTime?: number | undefined;
    } & Conversation)
  | ({ readonly type: "gap" } & Gap)
  | { readonly type: "help" }
  | { readonly type: "ignore"; readonly ignoring: boolean; readonly time: number }
  | { readonly type: "nick"; readonly nickname: string }
  /** `text` is the away message of the session's own member, which may be empty. */
  | { readonly type: "away"; readonly away: boolean; readonly text: string }
  | ({ readonly type: "whois" } & Whois)
  /** How many others see that the member is typing. */
  | { readonly type: "watchers"; readonly watchers: number }
  /** Somebody is typing: in a room, or `to` the session's member only. */
  | {
      readonly type: "typing";
      readonly nickname: string;
      readonly room?: string | undefined;
      readonly to?: string | undefined;
    }
  /** The recipient of a message has set an away message. `time` is milliseconds since 1970, UTC. */
  | { readonly type: "absent"; readonly nickname: string; readonly text: string; readonly time: number }
  | { readonly type: "ping" }
  | { readonly type: "pong" }
  /**
   * The entry of a message that was sent again, or one that the sender's own cursor does not deliver: an
   * acknowledgement, not a delivery.
   */
  | { readonly type: "repeat"; readonly entry: Entry }
  | { readonly type: "error"; readonly fault: Fault; readonly regarding?: RequestType | undefined }
  /** The last message before a session is closed, and why. */
  | { readonly type: "goodbye"; readonly fault: Fault; readonly time: number }
);

/** A room as it is described to a session that enters it. */
export interface JoinedRoom {
  readonly room: string;
  readonly topic: string;
  /** The number of members, the session's own included. */
  readonly members: number;
  /** The seq of the newest entry; a reader without a cursor begins after it. */
  readonly seq?: number;
  /**
   * The room was joined before the connection was lost, and `seq` is the newest entry of that time: later ones
   * follow.
   */
  readonly joined?: boolean;
}

export interface ListedMember {
  readonly nickname: string;
  /** Has set an away message, or lost the connection a moment ago and may resume. */
  readonly away: boolean;
  /** The away message. */
  readonly text?: string | undefined;
}

/** A member. Times are milliseconds since 1970, UTC. */
export interface Whois {
  readonly nickname: string;
  readonly rooms: readonly string[];
  /** When the member logged in. */
  readonly since: number;
  /** When the member last sent a message; undefined if never. */
  readonly spokeAt?: number | undefined;
  readonly away: boolean;
  /** The away message. */
  readonly text?: string | undefined;
}

export interface ListedRoom {
  readonly room: string;
  readonly topic: string;
  readonly members: number;
}

/** Entries of a log that a reader will never be sent. */
export interface Gap {
  /** A room, or the reader's own mailbox. */
  readonly log: string;
  readonly from: number;
  readonly to: number;
  readonly why: GapReason;
}

/**
 * `deleted`: the server does not keep them any more. `branch`: the reader got them from a history that this server
 * does not have, since its data was restored from an older copy; the entries that follow have the same numbers again.
 * `server`: they are of before the reader came to this server.
 */
export type GapReason = (typeof gapReasons)[number];
export const gapReasons = ["deleted", "branch", "server"] as const;

/** What the members of a room are told about each other. Not in the log. `time` is milliseconds since 1970, UTC. */
export interface Notice {
  readonly event: NoticeEvent;
  readonly room: string;
  readonly nickname: string;
  /** The new topic, for the event `topic`. */
  readonly topic?: string | undefined;
  /** The new nickname, for the event `nick`. */
  readonly to?: string | undefined;
  /** The number of members after it, for the events `join` and `leave`. */
  readonly members?: number | undefined;
  /**
   * The room is so large that joins and leaves are sent only to sessions that asked for them, and to classic ones.
   */
  readonly crowded?: boolean | undefined;
  /**
   * To be counted, but not shown: a program that logged in with `quiet`, or a member back from before a restart of
   * the server.
   */
  readonly silent?: boolean | undefined;
  readonly time: number;
}

/** `away` is sent to the author of a direct message only; the others, to everybody in a room. */
export type NoticeEvent = "join" | "leave" | "topic" | "nick" | "away";

/** The server's name for people, and the version of the program. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
}

/** The sentences that a server needs, in one language; see the catalogues in `src/locale`. */
export interface Wording {
  readonly faults: FaultTexts;
  /** `detail` is the new topic, the new nickname or the away message; else empty. */
  readonly notices: { readonly [Event in NoticeEvent]: (nickname: string, detail: string) => string };
  /** The line of plain text on accept, without its line end. */
  readonly greeting: (serverName: string) => string;
  readonly loggedIn: (nickname: string, serverName: string) => string;
  readonly ignoring: string;
  readonly notIgnoring: string;
  /** For an HTTP client on the chat port, such as a browser. */
  readonly notHttp: string;
  /** The `/help` of a classic session: one command per line. */
  readonly classicHelp: string;
}
