/** A face: one way to show a session to a person or a program, and to type into it. */
import type { UserEvent } from "./session/event.ts";
import type { ShownEvent } from "./shown-event.ts";

/** A way to show a room and to write into it. */
export interface Face {
  show(event: ShownEvent): void;
  /** Nicknames for completion, the most recent speaker first. */
  setNicknames(nicknames: readonly string[]): void;
  /** Gives the terminal back as it was; everything shown before is visible when it resolves. */
  close(): Promise<void>;
}

/** The session, as a face has it. */
export interface FaceSession {
  dispatch(event: UserEvent): void;
  /** Whether the outbox takes another message. */
  readonly takesMore: boolean;
  /** While it is paused nothing is read from the server: back-pressure of a face that cannot keep up. */
  setPaused(paused: boolean): void;
}
