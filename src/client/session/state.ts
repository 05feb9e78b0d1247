/** What a client's session holds, and what it was begun with. */
import type { Epoch } from "../../protocol/epochs.ts";
import type { Catalogue } from "../../locale/catalogue.ts";
import { lobby } from "../../protocol/entry.ts";
import type { NotifyLevel } from "../../base/notify-level.ts";
import type { Message, Pending } from "../shown-event.ts";
import { frameBytesMax } from "../../protocol/limits.ts";
import { heartbeatPauseMs, heartbeatTimeoutMs } from "../limits.ts";
import type { KnownNicknames } from "./known-nicknames.ts";
import { noNicknames } from "./known-nicknames.ts";
import type { KeyedRequest, Outbox } from "./outbox.ts";
import { emptyOutbox } from "./outbox.ts";
import type { Resending } from "./resend.ts";
import type { RestoredSession, SavedSession } from "./saved-session.ts";
import { emptySavedSession } from "./saved-session.ts";
import type { Unreadable } from "./unreadable.ts";

export interface SessionOptions {
  /** Where the server is, for sentences: the host alone, and with its port. */
  readonly host: string;
  readonly address: string;
  /** Undefined: ask for one. */
  readonly nickname: string | undefined;
  /** Begins the key of every message; never used by another session. */
  readonly keyPrefix: string;
  /** Whether there is somebody to be asked for another nickname. */
  readonly canAsk: boolean;
  /** Whether the face completes nicknames, and so wants to know who is there. */
  readonly completes: boolean;
  /** Messages from before that are shown on coming into a room; 0: none. */
  readonly backlog: number;
  /** What an earlier run under this nickname saved. */
  readonly restore: (nickname: string) => RestoredSession | undefined;
  /** Why nothing can be kept for the next run, as a sentence; undefined while it can, or where nobody is to be told. */
  readonly storageProblem?: (() => string | undefined) | undefined;
  /** A person, who comes back into the rooms of the last run and sends what was not sent then. */
  readonly returns?: boolean | undefined;
  /** The nickname was not asked for: it is that of the last run. */
  readonly again?: boolean | undefined;
  /** What calls for attention where nothing else was chosen. */
  readonly notify?: NotifyLevel | undefined;
  /** Whether others are told that something is being written here. */
  readonly announcesTyping?: boolean | undefined;
  /** How soon a dead line is noticed; without it, as a person needs it. */
  readonly heartbeat?: Heartbeat | undefined;
  /** For a program; undefined for a person. */
  readonly program?: ProgramOptions | undefined;
  readonly catalogue: Catalogue;
}

/** Silence after which a v2 server is asked whether it is there, and how long it may take to say so. */
export interface Heartbeat {
  readonly pauseMs: number;
  readonly timeoutMs: number;
}

export const heartbeatDefault: Heartbeat = { pauseMs: heartbeatPauseMs, timeoutMs: heartbeatTimeoutMs };

/** How a program uses one room. Its texts are messages, never commands. */
export interface ProgramOptions {
  /** Entered at every login, whatever the server remembers. */
  readonly room: string;
  /** Goes on trying also when the first try fails. */
  readonly persistent: boolean;
  /** Nobody has chosen the nickname: when it is taken meanwhile, another one will do. */
  readonly anyNickname: boolean;
}

/**
 * How far leaving drains the outbox: `brief`, for a moment; `full`, until all is acknowledged, however often the
 * connection is lost; `steady`, until all is acknowledged, as long as the server goes on acknowledging. Leaving a second
 * time waits for nothing.
 */
export type LeaveMode = "brief" | "full" | "steady";

export type Phase =
  | { readonly type: "asking" | "connecting" | "loggingIn" | "waiting" | "ended" }
  | { readonly type: "online"; readonly version: 2; readonly since: number; pinged: boolean }
  /** `frames` are left of the request under way; `paced`: one was sent just now; `listening`: before leaving. */
  | {
      readonly type: "online";
      readonly version: 1;
      readonly since: number;
      frames: string[];
      paced: boolean;
      listening: boolean;
    };

/** `key` is that of the request for what was said before, up to the entry `after`, behind which the messages lie. */
export interface Held {
  readonly key: string;
  readonly after: number;
  readonly messages: Message[];
  /** Of their texts, in UTF-16 units. */
  units: number;
  /** They have waited for a whole timeout, or less than one. */
  isOverdue: boolean;
}

/** Somebody with whom one is in a private conversation. */
export interface Partner {
  /** As it is written. */
  readonly nickname: string;
  /** Whether what was said before was asked for. */
  readonly readBack: boolean;
}

/** A search that goes on when it is asked for again. */
export interface UnfinishedSearch {
  readonly query: string;
  /** Only messages before this seq are left to be searched. */
  readonly before: number;
}

/** What others are told of one's writing. */
export interface Typing {
  /** Where nothing is told for a while, by conversation: until when, and whether nobody could see it. */
  readonly pauses: Map<string, { readonly until: number; readonly unseen: boolean }>;
  /** The last sign that was given, whose answer says who sees it. */
  asked: { readonly key: string; readonly conversation: string } | undefined;
}

/** Owned and changed by `step` alone. */
export interface SessionState {
  readonly options: SessionOptions;
  phase: Phase;
  /** Asked for, then as the server wrote it. */
  nickname: string;
  connection: number;
  /** Failed tries in a row. */
  tries: number;
  wasOnline: boolean;
  readonly outbox: Outbox;
  readonly resending: Resending;
  /** The bytes of a frame that the server accepts. Before the first login: what a server of today accepts. */
  frameBytesMax: number;
  /** Errors without a key, as long as it is not known which requests they mean. */
  readonly unreadable: Unreadable;
  /** One request at a time, since the server could not read one of several. */
  sendsSingly: boolean;
  keysMade: number;
  refused: number;
  /** The line of piped input that is being handled. */
  inputLine: number | undefined;
  /** Messages that broke the protocol and were dropped, and of how many the person was told. */
  readonly broken: { count: number; told: number };
  leaving: LeaveMode | undefined;
  /** How many requests were not answered when the bound on leaving began anew. */
  leavingUnanswered: number;
  /** Why the server is about to hang up, as it said itself. */
  lastWords: string | undefined;
  /** From the last login of this session or an earlier run. */
  token: string | undefined;
  /** The highest `seq` seen in each log: the rooms one is in, and the mailbox. */
  readonly cursors: Map<string, number>;
  /** Of the logs that the cursors belong to, the newest, oldest first. */
  epochs: readonly Epoch[];
  /** Rooms that were being joined when a line was lost: perhaps one is in them. */
  readonly joining: Set<string>;
  /** Topics of the rooms one is in. */
  readonly rooms: Map<string, string>;
  /** How many are in each of them, oneself included, where that is known. */
  readonly members: Map<string, number>;
  /** Where what is typed goes. */
  conversation: string;
  /** Where one was before one asked to be let into a room. */
  cameFrom: string;
  /** With whom one is in a private conversation, by the folded nickname. */
  readonly partners: Map<string, Partner>;
  /** The lowest `seq` that is shown of each conversation, by its folded name: what is read back lies before it. */
  readonly shownFrom: Map<string, number>;
  /** By conversation, with a nickname folded: the last search there that has not reached the oldest message. */
  readonly searches: Map<string, UnfinishedSearch>;
  /** The key under which a program asked to be let into its room, until it is in, and whether it ever was. */
  readonly programRoom: { key: string | undefined; wasIn: boolean };
  /** Messages that wait for what was said before them to be shown first, by room. */
  readonly held: Map<string, Held>;
  /** By their keys, requests for what was said before whose answers may still come, though nothing waits for them any more. */
  readonly released: Map<string, Pick<Held, "after"> & { readonly room: string }>;
  /** What the face knows to be unacknowledged. */
  pendingShown: readonly Pending[];
  heardAt: number;
  /** The time of the present event: milliseconds since 1970. */
  now: number;
  ignoring: boolean;
  /** What one said about being away, perhaps nothing; undefined while one is not. */
  away: string | undefined;
  /** The nicknames one has had since something was sent that is not answered yet. */
  readonly formerNicknames: Set<string>;
  readonly typing: Typing;
  readonly known: KnownNicknames;
  /** What was told again at the last login, without a key, and is not answered yet. */
  readonly repeatedAtLogin: Set<"ignore" | "away">;
  /** Whether the list that is asked for at login is still to come. */
  listAwaited: boolean;
  /** Whose messages are not shown: as they are written, by the folded nickname. */
  readonly hidden: Map<string, string>;
  /** By conversation, with a nickname folded, where it is not the default. */
  readonly notify: Map<string, NotifyLevel>;
  /** The rooms of the last run, with the last `seq` that was seen, as long as what was missed there is not shown. */
  readonly missed: Map<string, number>;
  /** What was not sent in the last run, or had to wait at an old server, and goes out once one is in. */
  unsent: readonly KeyedRequest[];
  /** The keys of the messages that are on disk. */
  readonly journaled: Set<string>;
  storageWarned: boolean;
  /** What the last run left, and what was kept for the next one last. */
  restored: SavedSession;
  saved: (SavedSession & { readonly nickname: string }) | undefined;
}

export function emptySession(options: SessionOptions): SessionState {
  return {
    options,
    phase: { type: "asking" },
    nickname: options.nickname ?? "",
    connection: 0,
    tries: 0,
    wasOnline: false,
    outbox: emptyOutbox(),
    resending: { tries: 0, isPaused: false, retryAfterMs: 0 },
    frameBytesMax,
    unreadable: { faults: [], keys: new Set() },
    sendsSingly: false,
    keysMade: 0,
    refused: 0,
    inputLine: undefined,
    broken: { count: 0, told: 0 },
    leaving: undefined,
    leavingUnanswered: Infinity,
    lastWords: undefined,
    token: undefined,
    cursors: new Map(),
    epochs: [],
    joining: new Set(),
    rooms: new Map(),
    members: new Map(),
    conversation: options.program?.room ?? lobby,
    cameFrom: lobby,
    partners: new Map(),
    shownFrom: new Map(),
    searches: new Map(),
    programRoom: { key: undefined, wasIn: false },
    held: new Map(),
    released: new Map(),
    pendingShown: [],
    heardAt: 0,
    now: 0,
    ignoring: false,
    away: undefined,
    formerNicknames: new Set(),
    typing: { pauses: new Map(), asked: undefined },
    known: noNicknames(),
    repeatedAtLogin: new Set(),
    listAwaited: false,
    hidden: new Map(),
    notify: new Map(),
    missed: new Map(),
    unsent: [],
    journaled: new Set(),
    storageWarned: false,
    restored: emptySavedSession,
    saved: undefined,
  };
}

/** A key that this session has not used. */
export function freshKey(state: SessionState, prefix = state.options.keyPrefix): string {
  state.keysMade += 1;
  return `${prefix}-${state.keysMade}`;
}
