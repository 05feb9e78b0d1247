/**
 * Calls somebody who looks elsewhere: the bell and a notification for what is meant for them, and the window's title with
 * how much is unread. What it gives are escape sequences that show nothing on the screen.
 *
 * @source xterm's ctlseqs.txt (titles, their stack, focus), iTerm2 (OSC 9), urxvt and VTE (OSC 777)
 */
import type { Message } from "../../shown-event.ts";
import { callPauseMs } from "../../limits.ts";
import { cleanLine, excerpt } from "../../../protocol/text.ts";
import type { Clock } from "../../clock.ts";

/** What the terminal understands beside the bell. */
export interface Signals {
  readonly notification: "none" | "osc9" | "osc777";
  /** The window's title, and whether the window is in front. */
  readonly window: boolean;
  /** The bell does not ring. */
  readonly silent?: boolean;
}

export const bellOnly: Signals = { notification: "none", window: false };

export class Attention {
  readonly #signals: Signals;
  readonly #clock: Clock;
  /** Undefined until the terminal has told. */
  #focused: boolean | undefined;
  #unread = 0;
  #calledAtMs = Number.NEGATIVE_INFINITY;
  #waiting = "";
  #title = "";

  constructor(signals: Signals, clock: Clock) {
    this.#signals = signals;
    this.#clock = clock;
  }

  focus(focused: boolean): void {
    this.#focused = focused;
    if (focused) this.#unread = 0;
  }

  /** Somebody else's message. `rings`: it calls; `counts`: it is unread while nobody looks. */
  notice(message: Message, { rings, counts }: { readonly rings: boolean; readonly counts: boolean }): void {
    if (counts && this.#focused === false) this.#unread += 1;
    if (rings) this.#call(message);
  }

  /** Whether the terminal has told that nobody looks. */
  get unseen(): boolean {
    return this.#focused === false;
  }

  /**
   * What is to be written now: calls since the last time, and the title when it is another.
   *
   * @param elsewhere what is unread in other conversations
   */
  take(here: string, address: string, elsewhere: number): string {
    const waiting = this.#waiting;
    this.#waiting = "";
    if (!this.#signals.window) return waiting;
    const count = this.#unread + elsewhere;
    const unread = count === 0 ? "" : `(${count}) `;
    const title = `${unread}${excerpt(here)} · ${cleanLine(address)}`;
    if (title === this.#title) return waiting;
    this.#title = title;
    return `${waiting}${operatingCommand(`2;${title}`)}`;
  }

  /** Before the first title, and after the last. */
  get open(): string {
    return this.#signals.window ? `${pushTitle}${focusOn}` : "";
  }

  get close(): string {
    this.#title = "";
    // A terminal without a stack of titles goes back to its own.
    return this.#signals.window ? `${focusOff}${operatingCommand("2;")}${popTitle}` : "";
  }

  #call({ from, to, room, text }: Message): void {
    const nowMs = this.#clock.now();
    if (nowMs - this.#calledAtMs < callPauseMs) return;
    this.#calledAtMs = nowMs;
    const { notification, silent = false } = this.#signals;
    const title = to === undefined ? `chat · ${excerpt(room)}` : "chat";
    const said = `${cleanLine(from)}: ${excerpt(text)}`;
    this.#waiting = silent ? "" : "\x07";
    // Who looks at it has seen it.
    if (this.#focused === true || notification === "none") return;
    this.#waiting +=
      notification === "osc9"
        ? operatingCommand(`9;${title} · ${said}`)
        : operatingCommand(`777;notify;${title.replaceAll(";", ",")};${said.replaceAll(";", ",")}`);
  }
}

const pushTitle = "\x1b[22;2t";
const popTitle = "\x1b[23;2t";
const focusOn = "\x1b[?1004h";
const focusOff = "\x1b[?1004l";

/** @param text clean */
function operatingCommand(text: string): string {
  return `\x1b]${text}\x1b\\`;
}
