/**
 * Where somebody is in the room: at a terminal or behind plain lines. A venue puts a face and its input together. Must
 * not know sockets or how a session works, only what it is told and asked.
 */
import type { Input, Output } from "../base/streams.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import type { FaceSession } from "./face.ts";
import type { ShownEvent } from "./shown-event.ts";
import type { Preferences } from "./preferences.ts";

/** What a session needs of the face its person uses. */
export interface Venue {
  show(event: ShownEvent): void;
  /**
   * Calls when all that was shown so far has left the process, perhaps at once; never, if it cannot. Of several calls that
   * wait, those in between may be left out.
   */
  whenShown(call: () => void): void;
  setNicknames(nicknames: readonly string[]): void;
  /** Asks for a nickname, and later calls `named`. */
  ask(reason: string | undefined): void;
  /** The session is done with all that happened: a good moment to go on reading. */
  settled(): void;
  /** Gives the streams back. @param reason why it ended, when nobody wished it */
  close(reason: string | undefined): Promise<void>;
}

export interface VenueOptions {
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
  /** A file of the identity's own; undefined where it has none. */
  readonly pathFor: (what: string) => string | undefined;
}
