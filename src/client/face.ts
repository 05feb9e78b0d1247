/** A face: one way to show a session to a person or a program, and to type into it. */
import type { Input, Output } from "../base/streams.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import type { FacePorts } from "./ports.ts";
import type { Preferences } from "./preferences.ts";
import type { UserEvent } from "./session/event.ts";
import type { ShownEvent } from "./shown-event.ts";

/** The session, as a face has it. */
export interface FaceSession {
  dispatch(event: UserEvent): void;
  /** Whether the outbox takes another message. */
  readonly takesMore: boolean;
  /** While it is paused nothing is read from the server: back-pressure of a face that cannot keep up. */
  setPaused(paused: boolean): void;
}

/** What a session needs of its face. */
export interface SessionFace {
  show(event: ShownEvent): void;
  /**
   * Calls when all that was shown so far has left the process, perhaps at once; never, if it cannot. Of several calls that
   * wait, those in between may be left out.
   */
  whenShown(call: () => void): void;
  /** Nicknames for completion, the most recent speaker first. Called only where `completes` is set. */
  setNicknames(nicknames: readonly string[]): void;
  /** Asks for a nickname, and dispatches `named` later. */
  ask(reason: string | undefined): void;
  /** The session is done with all that happened: a good moment to go on reading. */
  settled(): void;
}

/** A face that owns its streams. */
export interface Face extends SessionFace {
  /** Gives the streams back as they were; everything shown before is visible when it resolves. @param reason why it ended, when nobody wished it */
  close(reason: string | undefined): Promise<void>;
}

export interface FaceOptions {
  readonly catalogue: Catalogue;
  /** Where the room is, for people. */
  readonly address: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly signal: AbortSignal;
  readonly session: FaceSession;
  /** Events for a program, in place of what a person would read. */
  readonly json: boolean;
  readonly preferences: Preferences;
  readonly ports: FacePorts;
}
