/**
 * Everything a server says that is not an entry, as meaning: the dialects put it into bytes, each in its own way. Must
 * not know a dialect, a language or a socket.
 */
import type { Entry } from "./entry.ts";
import type { Fault, FaultTexts } from "./faults.ts";
import type { RequestType } from "./requests.ts";

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
      /** `seq` is the newest entry's; a reader without a cursor begins behind it. */
      readonly rooms: readonly { readonly room: string; readonly topic: string; readonly seq?: number }[];
    }
  | { readonly type: "login"; readonly success: false; readonly fault: Fault }
  | { readonly type: "ls"; readonly room: string; readonly members: readonly ListedMember[] }
  | { readonly type: "rooms"; readonly rooms: readonly ListedRoom[] }
  | { readonly type: "join"; readonly room: string; readonly topic: string; readonly seq?: number }
  | { readonly type: "leave"; readonly room: string }
  | { readonly type: "topic"; readonly room: string; readonly topic: string }
  | ({ readonly type: "history" | "search"; readonly entries: readonly Entry[] } & Looked)
  | { readonly type: "help" }
  | { readonly type: "ignore"; readonly ignoring: boolean; readonly time: number }
  | { readonly type: "ping" }
  | { readonly type: "pong" }
  /** An entry that was already in the log when its sender sent it again: an acknowledgement, not a delivery. */
  | { readonly type: "repeat"; readonly entry: Entry }
  | { readonly type: "error"; readonly fault: Fault; readonly regarding?: RequestType | undefined }
  /** The last words before a session is closed, and why. */
  | { readonly type: "goodbye"; readonly fault: Fault; readonly time: number }
);

/** Where entries were looked for: in a room, or in the private conversation with somebody. */
export interface Looked {
  readonly room: string;
  readonly nickname?: string | undefined;
}

export interface ListedMember {
  readonly nickname: string;
  /** Lost the line a moment ago, and may be back. */
  readonly away: boolean;
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
  /** The room is so full that comings and goings are told to those alone who know no other way to learn of them. */
  readonly crowded?: boolean | undefined;
  readonly time: number;
}

export type NoticeEvent = "join" | "leave" | "topic";

/** Who answers: the room's name for people, the program's version. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
}

/** The sentences a server needs, in one language; the catalogues in `src/locale` hold them. */
export interface Wording {
  readonly faults: FaultTexts;
  readonly notices: { readonly [Event in NoticeEvent]: (nickname: string, topic: string) => string };
  /** The line of plain text on accept, without its line end. */
  readonly greeting: (serverName: string) => string;
  readonly loggedIn: (nickname: string, serverName: string) => string;
  readonly ignoring: string;
  readonly notIgnoring: string;
  /** What `/help` shows to a classic session: one command a line. */
  readonly classicHelp: string;
}
