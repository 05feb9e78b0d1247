/**
 * The model behind the views: makes of each event what is printed, what is counted as unread and what rings. It has no
 * keys and writes nothing to the terminal.
 */
import type { FaceSession } from "../face.ts";
import type { Message, ShownEvent } from "../shown-event.ts";
import type { Signals } from "./screen/attention.ts";
import { Attention } from "./screen/attention.ts";
import type { Clock } from "../clock.ts";
import { conversationOf } from "../shown-event.ts";
import { isSame } from "../conversation-name.ts";
import type { Conversations } from "./state/conversations.ts";
import {
  conversationsAfter,
  conversationNamed,
  levelOf,
  initialConversations,
} from "./state/conversations.ts";
import { callsFor } from "./state/mention.ts";
import type { Presence } from "./state/presence.ts";
import { initialPresence, presenceAfter } from "./state/presence.ts";
import { printedOf } from "./state/printing.ts";
import { Transcript } from "./view/transcript.ts";
import { typingEndsAtMs } from "./state/conversation-queries.ts";

export interface ViewModelOptions {
  readonly session: Pick<FaceSession, "dispatch">;
  /** Something is to be shown otherwise, without an event. */
  readonly changed: () => void;
}

export class ViewModel {
  readonly transcript = new Transcript();
  readonly attention: Attention;
  readonly #clock: Clock;
  readonly #options: ViewModelOptions;
  #conversations = initialConversations;
  #presence = initialPresence;
  /** Whether the first message that nobody looked at is marked. */
  #marked = false;
  #cancelTyping: (() => void) | undefined;

  constructor(signals: Signals, clock: Clock, options: ViewModelOptions) {
    this.attention = new Attention(signals, clock);
    this.#clock = clock;
    this.#options = options;
  }

  get conversations(): Conversations {
    return this.#conversations;
  }

  get presence(): Presence {
    return this.#presence;
  }

  show(event: ShownEvent): void {
    const { nickname } = this.#presence;
    this.#presence = presenceAfter(this.#presence, event);
    const before = this.#conversations;
    const reader = { nickname, nowMs: this.#clock.now() };
    this.#conversations = conversationsAfter(before, event, reader);
    const printed = printedOf(before, event, nickname);
    if (event.type === "message" && !event.own) this.#receive(event, printed.length > 0);
    for (const one of printed) this.transcript.add(one);
    if (event.type === "here") this.#tellLeftOut(before, event.conversation);
    if (event.type === "typing" || event.type === "here") this.#watchTyping();
  }

  focus(focused: boolean): void {
    this.attention.focus(focused);
    this.#marked = false;
  }

  /** Leaves no timer. */
  stop(): void {
    this.#cancelTyping?.();
    this.#cancelTyping = undefined;
  }

  /** What was too much to wait is not shown here, so that it can be read back. */
  #tellLeftOut(before: Conversations, name: string): void {
    const { leftOut, waiting } = conversationNamed(before, name) ?? { leftOut: 0, waiting: [] };
    const [first] = waiting.flatMap((item) => (item.type === "past" ? item.messages : [item]));
    if (leftOut === 0 || first?.seq === undefined) return;
    this.#options.session.dispatch({ type: "shownFrom", conversation: name, seq: first.seq });
  }

  #receive(message: Message, isPrinted: boolean): void {
    const name = conversationOf(message);
    const level = levelOf(this.#conversations, name);
    const counts = level !== "off" && isSame(name, this.#conversations.here);
    const rings = level === "all" || (level === "mentions" && callsFor(message, this.#presence.nickname));
    this.attention.notice(message, { rings, counts });
    if (!isPrinted || !this.attention.unseen || this.#marked) return;
    this.#marked = true;
    this.transcript.add({ type: "unseen" });
  }

  /** Somebody who gives no other sign is not shown to be writing any more. */
  #watchTyping(): void {
    this.stop();
    const nowMs = this.#clock.now();
    const endsAtMs = typingEndsAtMs(this.#conversations, nowMs);
    if (endsAtMs === undefined) return;
    this.#cancelTyping = this.#clock.after(endsAtMs - nowMs, () => {
      this.#options.changed();
      this.#watchTyping();
    });
  }
}
