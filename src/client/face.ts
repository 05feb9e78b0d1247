/**
 * The port between a client's connection and what a person sees: happenings go out to a face, lines come back. Must not
 * know sockets, terminals or languages; a face puts happenings into words with the catalogue.
 */
import type { ListedRoom, NoticeEvent } from "../protocol/answers.ts";
import type { Fault } from "../protocol/faults.ts";

/** Something that a face shows, in the order in which it shall be read. Times are milliseconds since 1970, UTC. */
export type Happening =
  /** Somebody's message, one's own included. `to` makes it private. `nickname`s and texts are clean. */
  | {
      readonly type: "message";
      readonly room: string;
      /** Its place in the room's log, or in one's own mailbox; an old server has neither. */
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
      readonly messages: readonly Message[];
    }
  /** What was written and is not acknowledged yet, in order. */
  | { readonly type: "pending"; readonly texts: readonly string[] }
  | {
      readonly type: "notice";
      readonly event: NoticeEvent;
      readonly room: string;
      readonly nickname: string;
      readonly topic: string;
      readonly time: number;
    }
  /** What is typed goes to this room now. */
  | { readonly type: "room"; readonly room: string; readonly topic: string }
  | { readonly type: "left"; readonly room: string }
  | { readonly type: "topic"; readonly room: string; readonly topic: string }
  | { readonly type: "rooms"; readonly rooms: readonly ListedRoom[] }
  /** A whole sentence from the server that is not to be taken apart (a classic server's system messages and help). */
  | { readonly type: "said"; readonly text: string }
  | { readonly type: "members"; readonly room: string; readonly nicknames: readonly string[] }
  | { readonly type: "ignoring"; readonly ignoring: boolean }
  | { readonly type: "refused"; readonly fault: Fault; readonly text?: string | undefined }
  | { readonly type: "refused"; readonly fault?: undefined; readonly text: string }
  | { readonly type: "link"; readonly link: Link };

/** A message among the happenings. */
export type Message = Extract<Happening, { type: "message" }>;

/** How the line to the server is. */
export type Link =
  | { readonly state: "connecting" }
  | {
      readonly state: "online";
      readonly nickname: string;
      readonly server: string;
      /** `none`: an old server, which has no log; `other`: not the logs of the connection before. */
      readonly memory?: "none" | "other";
    }
  | { readonly state: "offline"; readonly reason: string; readonly retryInMs: number };

/** A way to show a room and to write into it. */
export interface Face {
  show(happening: Happening): void;
  /** Nicknames for completion, the most recent speaker first. */
  setNicknames(nicknames: readonly string[]): void;
  /** Gives the terminal back as it was; everything shown before is visible when it resolves. */
  close(): Promise<void>;
}

/** What a person does at a face. `submit` takes what was typed: a command or a message, perhaps of several lines. */
export interface FaceEvents {
  submit(text: string): void;
  leave(): void;
}
