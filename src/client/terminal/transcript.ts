/**
 * What happened and is not printed yet, and what was printed last, as far as the next lines depend on it: the day, joins
 * and leaves that may go on, who has spoken. Must not know the screen or when it is painted.
 */
import type { Happening } from "../face.ts";
import { completionNicknamesMax } from "../../protocol/limits.ts";
import type { Comings } from "./comings.ts";
import { comingsText, withComing } from "./comings.ts";
import type { Look } from "./message-view.ts";
import { viewDay, viewHappening, viewMessage, viewNotice, viewPast } from "./message-view.ts";

/** Happenings that wait for a terminal which takes nothing; beyond that the oldest are left out, and that is said. */
const happeningsMax = 5_000;

/** `printed` go into the scrollback; `held` is the one that may still change. */
export interface TranscriptLines {
  readonly printed: readonly string[];
  readonly held: readonly string[];
}

export class Transcript {
  #waiting: Happening[] = [];
  #skipped = 0;
  #day: number | undefined;
  #comings: Comings | undefined;
  readonly #speakers = new Set<string>();

  add(happening: Happening): void {
    this.#waiting.push(happening);
    if (this.#waiting.length <= happeningsMax) return;
    this.#skipped += this.#waiting.length - happeningsMax / 2;
    this.#waiting = this.#waiting.slice(-happeningsMax / 2);
  }

  /** Takes over what waits. @param heldRowsMax what may still change is printed too where it has more rows */
  take(look: Look, heldRowsMax: number): TranscriptLines {
    const printed: string[] = [];
    if (this.#skipped > 0) printed.push(...viewNotice(look.catalogue.client.skipped(this.#skipped), look));
    for (const happening of this.#waiting) printed.push(...this.#print(happening, look));
    this.#waiting = [];
    this.#skipped = 0;
    const held = this.#comings === undefined ? [] : this.#viewComings(this.#comings, look);
    if (held.length <= heldRowsMax) return { printed, held };
    return { printed: [...printed, ...this.#endComings(look)], held: [] };
  }

  #print(happening: Happening, look: Look): readonly string[] {
    if (happening.type === "notice") {
      const grown = withComing(this.#comings, happening);
      if (grown !== undefined) {
        this.#comings = grown;
        return [];
      }
      const ended = this.#endComings(look);
      this.#comings = withComing(undefined, happening);
      if (this.#comings !== undefined) return ended;
      return [...ended, ...this.#dayOf(happening.time, look), ...viewHappening(happening, look)];
    }
    return isSilent(happening) ? [] : [...this.#endComings(look), ...this.#view(happening, look)];
  }

  #view(happening: Happening, look: Look): readonly string[] {
    if (happening.type === "past")
      return viewPast(happening, look).concat(
        happening.messages.flatMap((message) => this.#message(message, look)),
      );
    return happening.type === "message" ? this.#message(happening, look) : viewHappening(happening, look);
  }

  #message(message: Extract<Happening, { type: "message" }>, look: Look): readonly string[] {
    this.#heard(message.from);
    return [...this.#dayOf(message.time, look), ...viewMessage(message, look)];
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
    const where = comings.room === look.room ? undefined : comings.room;
    const text = comingsText(comings, look.catalogue);
    const known = Array.from(comings.people.keys()).some((nickname) => this.#speakers.has(nickname));
    return viewNotice(text, look, { time: look.calendar.timeText(comings.time), where, quiet: !known });
  }

  #heard(nickname: string): void {
    this.#speakers.delete(nickname);
    this.#speakers.add(nickname);
    if (this.#speakers.size <= completionNicknamesMax) return;
    const [oldest] = this.#speakers;
    if (oldest !== undefined) this.#speakers.delete(oldest);
  }
}

/** What is shown beside the input, if at all. */
function isSilent(happening: Happening): boolean {
  if (happening.type === "link") return happening.link.state !== "online";
  return happening.type === "pending";
}
