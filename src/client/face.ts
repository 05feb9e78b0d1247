/** A face: one way to show a session to a person or a program, and to type into it. */
import type { ShownEvent } from "./shown-event.ts";

/** A way to show a room and to write into it. */
export interface Face {
  show(event: ShownEvent): void;
  /** Nicknames for completion, the most recent speaker first. */
  setNicknames(nicknames: readonly string[]): void;
  /** Gives the terminal back as it was; everything shown before is visible when it resolves. */
  close(): Promise<void>;
}

/** What a person does at a face. `submit` takes what was typed: a command or a message, perhaps of several lines. */
export interface FaceEvents {
  submit(text: string): void;
  leave(): void;
  /** Goes to a conversation that is open. */
  go(conversation: string): void;
  /** Of what was said in a conversation nothing before this `seq` is shown, though it came. */
  shownFrom(conversation: string, seq: number): void;
  /** Something is being written to the conversation one is in. May be called at every key. */
  typing(): void;
}
