/**
 * What is to be printed and is not yet, and what was printed last, as far as the next lines depend on it: the
 * conversation, the day, joins and leaves that may go on, who has spoken. Must not know the screen or when it is painted.
 */
import type { Message } from "../face.ts";
import { lobby } from "../../protocol/entry.ts";
import { completionNicknamesMax } from "../../protocol/limits.ts";
import type { Look } from "./block.ts";
import type { Comings } from "./comings.ts";
import { comingsText, withComing } from "./comings.ts";
import type { Past } from "./conversation.ts";
import { viewDay, viewHappening, viewNewSince, viewPast } from "./happening-view.ts";
import { viewMessage } from "./message-view.ts";
import { viewNotice } from "./notice-view.ts";
import type { Printed } from "./printing.ts";

/** `printed` go into the scrollback; `held` is the one that may still change. */
export interface TranscriptLines {
  readonly printed: readonly string[];
  readonly held: readonly string[];
}

/** Where it is read the look's conversation does not count, but the one that each line was printed in. */
type PaperLook = Omit<Look, "here">;

export class Transcript {
  #waiting: Printed[] = [];
  #skipped = 0;
  #here: string = lobby;
  #day: number | undefined;
  #comings: Comings | undefined;
  readonly #speakers = new Set<string>();

  add(printed: Printed): void {
    this.#waiting.push(printed);
    if (this.#waiting.length <= waitingMax) return;
    const { length } = this.#waiting;
    this.#skipped += this.#waiting.slice(0, length - waitingMax / 2).filter(isMessage).length;
    this.#waiting = this.#waiting.slice(-waitingMax / 2);
  }

  /** Takes over what waits. @param heldRowsMax what may still change is printed too where it has more rows */
  take(paper: PaperLook, heldRowsMax: number): TranscriptLines {
    const printed: string[] = [];
    let look: Look = { ...paper, here: this.#here };
    if (this.#skipped > 0) printed.push(...viewNotice(look.catalogue.client.skipped(this.#skipped), look));
    for (const one of this.#waiting) {
      if (one.type === "moved" || one.type === "welcome") {
        this.#here = one.conversation;
        look = { ...look, here: this.#here };
      }
      printed.push(...this.#print(one, look));
    }
    this.#waiting = [];
    this.#skipped = 0;
    const held = this.#comings === undefined ? [] : this.#viewComings(this.#comings, look);
    if (held.length <= heldRowsMax) return { printed, held };
    return { printed: [...printed, ...this.#endComings(look)], held: [] };
  }

  #print(one: Printed, look: Look): readonly string[] {
    if (one.type !== "notice") return [...this.#endComings(look), ...this.#view(one, look)];
    const grown = withComing(this.#comings, one);
    if (grown !== undefined) {
      this.#comings = grown;
      return [];
    }
    const ended = this.#endComings(look);
    this.#comings = withComing(undefined, one);
    if (this.#comings !== undefined) return ended;
    return [...ended, ...this.#dayOf(one.time, look), ...viewHappening(one, look)];
  }

  #view(one: Exclude<Printed, { type: "notice" }>, look: Look): readonly string[] {
    if (one.type === "past") return this.#past(one, look);
    return one.type === "message" ? this.#message(one, look) : viewHappening(one, look);
  }

  /** What is new since the last run stands below a rule. */
  #past(past: Past, look: Look): readonly string[] {
    const { messages, seenSeq } = past;
    const firstNew =
      seenSeq === undefined
        ? -1
        : messages.findIndex(({ seq, own }) => !own && seq !== undefined && seq > seenSeq);
    return messages.reduce<string[]>(
      (lines, message, index) => {
        lines.push(...this.#dayAbove(message, look));
        if (index === firstNew) lines.push(...viewNewSince(messages[index - 1]?.time, look));
        lines.push(...viewMessage(message, look));
        return lines;
      },
      [...viewPast(past, look)],
    );
  }

  #message(message: Message, look: Look): readonly string[] {
    return [...this.#dayAbove(message, look), ...viewMessage(message, look)];
  }

  #dayAbove({ from, time }: Message, look: Look): readonly string[] {
    this.#heard(from);
    return this.#dayOf(time, look);
  }

  /** A rule where another day begins than that of the line above; the first line of today needs none. */
  #dayOf(time: number, look: Look): readonly string[] {
    const { calendar } = look;
    const day = calendar.dayOf(time);
    const before = this.#day ?? calendar.today();
    this.#day = day;
    return day === before ? [] : viewDay(calendar.dayText(time), look);
  }

  #endComings(look: Look): readonly string[] {
    const comings = this.#comings;
    if (comings === undefined) return [];
    this.#comings = undefined;
    return [...this.#dayOf(comings.time, look), ...this.#viewComings(comings, look)];
  }

  /** Dim, where nobody in it has spoken. */
  #viewComings(comings: Comings, look: Look): readonly string[] {
    const text = comingsText(comings, look.catalogue);
    const known = Array.from(comings.people.keys()).some((nickname) => this.#speakers.has(nickname));
    return viewNotice(text, look, { time: look.calendar.timeText(comings.time), quiet: !known });
  }

  #heard(nickname: string): void {
    this.#speakers.delete(nickname);
    this.#speakers.add(nickname);
    if (this.#speakers.size <= completionNicknamesMax) return;
    const [oldest] = this.#speakers;
    if (oldest !== undefined) this.#speakers.delete(oldest);
  }
}

/** What waits for a terminal which takes nothing; beyond that the oldest is left out, and that is said. */
const waitingMax = 5_000;

function isMessage({ type }: Printed): boolean {
  return type === "message";
}
