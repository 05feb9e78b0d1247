/**
 * Calls somebody who looks elsewhere: the bell and a notification for what is meant for them, and the window's title with
 * how much is unread. What it gives are escape sequences that show nothing on the screen. Must not know when they are
 * written.
 *
 * @source xterm's ctlseqs.txt (titles, their stack, focus), iTerm2 (OSC 9), urxvt and VTE (OSC 777)
 */
import type { Happening, Message } from "../face.ts";
import { callPauseMs } from "../../protocol/limits.ts";
import { cleanLine, cleanText, excerpt } from "../../protocol/text.ts";
import type { Clock } from "./clock.ts";
import { mentions } from "./mention.ts";

/** What the terminal understands beside the bell. */
export interface Signals {
  readonly notification: "none" | "osc9" | "osc777";
  /** The window's title, and whether the window is in front. */
  readonly window: boolean;
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

  /** @param nickname the reader's own */
  notice(happening: Happening, nickname: string | undefined): void {
    if (happening.type !== "message" || happening.own) return;
    if (this.#focused === false) this.#unread += 1;
    if (callsFor(happening, nickname)) this.#call(happening);
  }

  /** What is to be written now: calls since the last time, and the title when it is another. */
  take(room: string, address: string): string {
    const waiting = this.#waiting;
    this.#waiting = "";
    if (!this.#signals.window) return waiting;
    const unread = this.#unread === 0 ? "" : `(${this.#unread}) `;
    const title = `${unread}${excerpt(room)} · ${cleanLine(address)}`;
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
    const { notification } = this.#signals;
    const place = to === undefined ? `chat · ${excerpt(room)}` : "chat";
    const said = `${cleanLine(from)}: ${excerpt(text)}`;
    this.#waiting = "\x07";
    // Who looks at it has seen it.
    if (this.#focused === true || notification === "none") return;
    this.#waiting +=
      notification === "osc9"
        ? operatingCommand(`9;${place} · ${said}`)
        : operatingCommand(`777;notify;${place.replaceAll(";", ",")};${said.replaceAll(";", ",")}`);
  }
}

/** Whether a message is meant for the reader: a private one, or one that names them. */
export function callsFor({ own, to, text }: Message, nickname: string | undefined): boolean {
  if (own) return false;
  return to !== undefined || (nickname !== undefined && mentions(cleanText(text), nickname));
}

const pushTitle = "\x1b[22;2t";
const popTitle = "\x1b[23;2t";
const focusOn = "\x1b[?1004h";
const focusOff = "\x1b[?1004l";

/** @param text clean */
function operatingCommand(text: string): string {
  return `\x1b]${text}\x1b\\`;
}
