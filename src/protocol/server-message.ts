/** What a server says, as a client reads it, in both forms: names and texts are safe to show. */
import type { Answer, Gap, ListedMember, NoticeEvent, ServerInfo } from "./answers.ts";
import type { Entry } from "./entry.ts";
import type { Epoch } from "./epochs.ts";
import type { Fault } from "./faults.ts";
import type { ProtocolVersion } from "./requests.ts";
import type { Stamped } from "./stamp.ts";

/** Answers that are the same on both sides. */
export type PlainAnswer = Extract<
  Answer,
  {
    type: "leave" | "topic" | "rooms" | "nick" | "away" | "whois" | "typing" | "watchers" | "ping" | "pong";
  }
>;

/** A message of a server. `key` is the request's. A `text` is a sentence of the server and may be empty. */
export type ServerMessage =
  | PlainAnswer
  | {
      readonly type: "login";
      readonly success: true;
      /** 1 for an old server, which does not name it. */
      readonly version: ProtocolVersion;
      readonly nickname?: string | undefined;
      readonly server?: ServerInfo | undefined;
      readonly token?: string | undefined;
      readonly resumed: boolean;
      readonly ignoring: boolean;
      readonly rooms: readonly ReceivedRoom[];
      /** The seq of the newest direct message; undefined if the server does not name it. */
      readonly mailboxSeq?: number | undefined;
      /** The newest epochs of the server's store, oldest first; none if the server does not name them. */
      readonly epochs: readonly Epoch[];
      /** The frame limit of the server, in bytes; undefined if it does not name one. */
      readonly limits?: { readonly frame: number } | undefined;
    }
  | {
      readonly type: "login";
      readonly success: false;
      readonly fault?: Fault | undefined;
      readonly text: string;
    }
  /** `repeat`: an acknowledgement of an entry that already was in the log, not a delivery. */
  | { readonly type: "entry"; readonly entry: Entry; readonly repeat: boolean }
  /** A classic message; without `from`, a text of the server in its place. */
  | ({ readonly type: "stamped" } & Stamped)
  /** The event `away` is sent to its reader only; its `room` is `@` and the nickname. */
  | {
      readonly type: "notice";
      readonly event: NoticeEvent;
      readonly room: string;
      readonly nickname: string;
      readonly topic: string;
      /** The new nickname. */
      readonly to?: string | undefined;
      /** The away message. */
      readonly text?: string | undefined;
      readonly time: number;
      /** To be counted, but not shown. */
      readonly silent?: boolean | undefined;
      /** The number of members after a join or leave, from a server that says it. */
      readonly members?: number | undefined;
    }
  | ({ readonly type: "join"; readonly key?: string | undefined } & ReceivedRoom)
  /** From a room, or from the direct conversation with `nickname`. */
  | {
      readonly type: "history" | "search";
      readonly room?: string | undefined;
      readonly nickname?: string | undefined;
      readonly entries: readonly Entry[];
      /** Only entries from this seq on were searched. */
      readonly backTo?: number | undefined;
      /** The time of the entry with that seq. */
      readonly backTime?: number | undefined;
      /** How many entries break the bounds of the protocol and are left out. */
      readonly broken?: number | undefined;
      readonly key?: string | undefined;
    }
  /** The log is a room, or `@` for one's own mailbox. */
  | ({ readonly type: "gap" } & Gap)
  | { readonly type: "said"; readonly text: string }
  | {
      readonly type: "members";
      readonly room: string;
      readonly members: readonly ListedMember[];
      readonly key?: string | undefined;
    }
  | { readonly type: "help"; readonly text: string; readonly key?: string | undefined }
  /** `ignoring` is undefined for a classic server, which does not say which way the switch went. */
  | {
      readonly type: "ignore";
      readonly success: boolean;
      readonly ignoring?: boolean | undefined;
      readonly text: string;
      readonly key?: string | undefined;
    }
  /** `fault` is undefined if this program does not know its code; then `text` says what is wrong. */
  | {
      readonly type: "error";
      readonly fault?: Fault | undefined;
      readonly text: string;
      readonly key?: string | undefined;
    }
  /**
   * Breaks the protocol. `regarding` is its type and `key` its key, as far as they can be read. Without a type it may
   * be text that is not JSON, such as the greeting.
   */
  | {
      readonly type: "broken";
      readonly regarding?: string | undefined;
      readonly key?: string | undefined;
    }
  /** Of a type that this program does not know. */
  | { readonly type: "unknown"; readonly name: string };

/** A room as it is described to a member who enters it; `seq` is that of its newest entry. */
export interface ReceivedRoom {
  readonly room: string;
  readonly topic: string;
  readonly seq: number;
  /** The entries since a join whose answer was lost follow. */
  readonly joined?: boolean | undefined;
  /** The number of members, if the server names it. */
  readonly members?: number | undefined;
}
