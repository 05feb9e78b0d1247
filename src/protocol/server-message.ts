/**
 * What a server says, as a client reads it, in both forms: names and texts are clean to show.
 */
import type { Answer, ListedMember, NoticeEvent, ServerInfo } from "./answers.ts";
import type { Entry } from "./entry.ts";
import type { Fault } from "./faults.ts";
import type { ProtocolVersion } from "./requests.ts";
import type { Stamped } from "./stamp.ts";

/** Answers that a client reads as the server means them. */
type PlainAnswer = Extract<
  Answer,
  {
    type: "leave" | "topic" | "rooms" | "nick" | "away" | "whois" | "typing" | "watchers" | "ping" | "pong";
  }
>;

/** One thing that a server says. `key` is the request's. `text`s are the server's own sentences, perhaps empty. */
export type ServerMessage =
  | PlainAnswer
  | {
      readonly type: "login";
      readonly success: true;
      /** 1 for a server that does not say: an old one. */
      readonly version: ProtocolVersion;
      readonly nickname?: string | undefined;
      readonly server?: ServerInfo | undefined;
      readonly token?: string | undefined;
      readonly resumed: boolean;
      readonly ignoring: boolean;
      readonly rooms: readonly ReceivedRoom[];
      /** The bytes of a frame that the server accepts; undefined for a server that does not say. */
      readonly limits?: { readonly frame: number } | undefined;
    }
  | {
      readonly type: "login";
      readonly success: false;
      readonly fault?: Fault | undefined;
      readonly text: string;
    }
  /** `repeat`: an acknowledgement of what was in the log already, not a delivery. */
  | { readonly type: "entry"; readonly entry: Entry; readonly repeat: boolean }
  /** A classic message; without `from` it is not one, but what the server says in its place. */
  | ({ readonly type: "stamped" } & Stamped)
  /** For the event `away`, which is told to its reader alone, `room` is `@` and the nickname. */
  | {
      readonly type: "notice";
      readonly event: NoticeEvent;
      readonly room: string;
      readonly nickname: string;
      readonly topic: string;
      /** The new nickname. */
      readonly to?: string | undefined;
      /** What they say about being away. */
      readonly text?: string | undefined;
      readonly time: number;
      /** To be counted, but not told. */
      readonly silent?: boolean | undefined;
    }
  | ({ readonly type: "join"; readonly key?: string | undefined } & ReceivedRoom)
  /** Of a room, or of the private conversation with `nickname`. */
  | {
      readonly type: "history" | "search";
      readonly room?: string | undefined;
      readonly nickname?: string | undefined;
      readonly entries: readonly Entry[];
      /** Only entries from this seq on were searched. */
      readonly backTo?: number | undefined;
      /** How many entries break the bounds of the protocol, and are left out. */
      readonly broken?: number | undefined;
      readonly key?: string | undefined;
    }
  | { readonly type: "said"; readonly text: string }
  | {
      readonly type: "members";
      readonly room: string;
      readonly members: readonly ListedMember[];
      readonly key?: string | undefined;
    }
  | { readonly type: "help"; readonly text: string; readonly key?: string | undefined }
  /** `ignoring` is undefined when a classic server does not say which way the switch went. */
  | {
      readonly type: "ignore";
      readonly success: boolean;
      readonly ignoring?: boolean | undefined;
      readonly text: string;
      readonly key?: string | undefined;
    }
  /** `fault` is undefined when its code is not one that this program knows; then `text` says it. */
  | {
      readonly type: "error";
      readonly fault?: Fault | undefined;
      readonly text: string;
      readonly key?: string | undefined;
    }
  /**
   * What breaks the protocol: `regarding` is its type and `key` its key, as far as they can be read. Without a type it may be
   * text that is no JSON, such as the greeting.
   */
  | {
      readonly type: "broken";
      readonly regarding?: string | undefined;
      readonly key?: string | undefined;
    }
  /** Of a type that this program does not know. */
  | { readonly type: "unknown"; readonly name: string };

/** A room as one comes into it; `seq` is its newest entry's. */
export interface ReceivedRoom {
  readonly room: string;
  readonly topic: string;
  readonly seq: number;
  /** What was said since a join whose answer was lost follows. */
  readonly joined?: boolean | undefined;
  /** How many are in it, if the server says so. */
  readonly members?: number | undefined;
}
