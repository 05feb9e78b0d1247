/**
 * What a client gets from outside: connection, time, calendar, storage, and what belongs to a terminal's process. A face in
 * another program's process is given its own; `processPorts` has those of this machine.
 */
import type { Calendar, Runtime } from "./clock.ts";
import type { Connect } from "./connection.ts";
import type { SessionStore } from "./session/saved-session.ts";
import type { DraftFile } from "./terminal/input/draft-file.ts";
import type { OpenEditor } from "./terminal/input/external-editor.ts";
import type { InputHistoryFile } from "./terminal/input/input-history-file.ts";
import type { JobControl } from "./terminal/screen/job-control.ts";

/** What `send`, `tail` and `history` get: they keep nothing. */
export interface PipePorts {
  readonly connect: Connect;
  readonly runtime: Runtime;
  /** Becomes the nickname where none was chosen; empty: unknown. */
  readonly userName: string;
}

export interface ClientPorts extends FacePorts {
  readonly connect: Connect;
  /** Without one nothing is kept for the next run, and nobody is told. */
  readonly store?: ClientStore | undefined;
}

export interface FacePorts {
  readonly runtime: Runtime;
  readonly calendar: Calendar;
  /** Called at the first login; without them no typed line and no draft is kept. */
  readonly openInputHistory?: (() => InputHistoryFile) | undefined;
  readonly openDraft?: (() => DraftFile) | undefined;
  /** Without them there is no editor, and Ctrl-Z does nothing. */
  readonly openEditor?: OpenEditor | undefined;
  readonly jobControl?: JobControl | undefined;
}

export interface ClientStore extends SessionStore {
  /** Nothing can be kept. */
  readonly refused: boolean;
  /** From where; undefined for a user without a home folder. */
  readonly folder: string | undefined;
  /** How many messages wait for the next run. */
  readonly kept: number;
  /** Writes what waits, and leaves the nickname to other clients. */
  release(): void;
}
