/**
 * What is to be printed and is not yet, and what was printed last, as far as the next lines depend on it: the
 * conversation, the heading that nothing stands below yet, the day, joins and leaves that may go on, who has spoken. Must
 * not know the screen or when it is painted.
 */
import type { Message, Past } from "../../shown-event.ts";
import { isNew } from "../../shown-event.ts";
import { lobby } from "../../../protocol/entry.ts";
import {
  completionNicknamesMax,
  floodItemsMin,
  floodUnitsMin,
  recentItemsMax,
  recentUnitsMax,
  waitingItemsMax,
  waitingUnitsMax,
} from "../../limits.ts";
import type { Look } from "./layout.ts";
import type { JoinLeaveSummary } from "./join-leave-summary.ts";
import { joinLeaveText, withJoinOrLeave } from "./join-leave-summary.ts";
import { viewDay, viewEvent, viewNewSince, viewPast } from "./event-view.ts";
import { viewMessage } from "./message-view.ts";
import { viewNotice } from "./notice-view.ts";
import type { Printed } from "../state/printing.ts";
import { lastWithin, weightOf } from "../state/weight.ts";

/** `printed` go into the scrollback; `held` is what may still change; `again` was printed before. */
export interface TranscriptLines {
  readonly printed: readonly string[];
  readonly held: readonly string[];
  readonly again: readonly string[];
}

/** Something printed, and what its lines depend on that came before. */
interface Recent {
  readonly one: Printed;
  readonly here: string;
  readonly day: number | undefined;
}

type Moved = Extract<Printed, { type: "moved" }>;
type Welcome = Extract<Printed, { type: "welcome" }>;

/** Where it is read the look's conversation does not count, but the one that each line was printed in. */
type PaperLook = Omit<Look, "here">;

export class Transcript {
  #waiting: Printed[] = [];
  #waitingUnits = 0;
  #skipped = 0;
  #here: string = lobby;
  /** The conversation that the last line was printed in. */
  #shown: string | undefined;
  /** What is printed next stands below it; where one only passes by, nothing does. */
  #heading: Moved | undefined;
  #day: number | undefined;
  #joinsAndLeaves: JoinLeaveSummary | undefined;
  readonly #speakers = new Set<string>();
  #recent: Recent[] = [];
  #recentUnits = 0;

  /** Whether so much waits that it must not wait longer. */
  get isFlooded(): boolean {
    return this.#waiting.length >= floodItemsMin || this.#waitingUnits >= floodUnitsMin;
  }

  add(printed: Printed): void {
    this.#waiting.push(printed);
    this.#waitingUnits += weightOf(printed);
    if (this.#waiting.length <= waitingItemsMax && this.#waitingUnits <= waitingUnitsMax) return;
    const half = { countMax: waitingItemsMax / 2, unitsMax: waitingUnitsMax / 2 };
    const kept = lastWithin(this.#waiting, half, weightOf);
    const skipped = this.#waiting.slice(0, this.#waiting.length - kept.length);
    this.#skipped += skipped.reduce((sum, one) => sum + messagesIn(one), 0);
    const last = skipped.findLast(isSwitch);
    this.#waiting = last === undefined ? [...kept] : [last, ...kept];
    this.#waitingUnits = this.#waiting.reduce((sum, one) => sum + weightOf(one), 0);
  }

  /** Takes over what waits. @param heldRowsMax joins and leaves are printed too where more rows may still change */
  take(paper: PaperLook, heldRowsMax: number): TranscriptLines {
    const printed: string[] = [];
    let look: Look = { ...paper, here: this.#here };
    if (this.#skipped > 0)
      append(printed, this.#below(viewNotice(look.catalogue.client.skipped(this.#skipped), look), look));
    for (const one of this.#waiting) {
      this.#remember(one);
      if (one.type === "moved") append(printed, this.#below(this.#endJoinsAndLeaves(look), look));
      if (isSwitch(one)) look = { ...look, here: this.#switchTo(one) };
      if (one.type !== "moved") append(printed, this.#below(this.#print(one, look), look));
    }
    this.#waiting = [];
    this.#waitingUnits = 0;
    this.#skipped = 0;
    const heading = this.#heading === undefined ? [] : viewEvent(this.#heading, look);
    const summary =
      this.#joinsAndLeaves === undefined ? [] : this.#viewJoinsAndLeaves(this.#joinsAndLeaves, look);
    const held = [...heading, ...summary];
    if (held.length <= heldRowsMax) return { printed, held, again: [] };
    return {
      printed: [...printed, ...this.#below(this.#endJoinsAndLeaves(look), look)],
      held: [],
      again: [],
    };
  }

  /** What waits and, above it, what was printed last, laid out anew: the width may be another one now. */
  takeAgain(paper: PaperLook, heldRowsMax: number): TranscriptLines {
    this.take(paper, 0);
    const { held } = this.take(paper, heldRowsMax);
    const recent = lastWithin(this.#recent, recentBounds, ({ one }) => weightOf(one));
    const [first] = recent;
    if (first === undefined) return { ...nothing, held };
    const replay = new Transcript();
    replay.#here = first.here;
    replay.#day = first.day;
    for (const nickname of this.#speakers) replay.#speakers.add(nickname);
    for (const { one } of recent) replay.add(one);
    return { ...nothing, held, again: replay.take(paper, 0).printed };
  }

  /** What was printed is not wanted again. */
  forget(): void {
    this.#recent = [];
    this.#recentUnits = 0;
    this.#shown = undefined;
  }

  /** Of conversations that one only passed by, the last is enough. */
  #remember(one: Printed): void {
    const last = this.#recent.at(-1);
    if (one.type === "moved" && last?.one.type === "moved") {
      this.#recent.pop();
      this.#recentUnits -= weightOf(last.one);
    }
    this.#recent.push({ one, here: this.#here, day: this.#day });
    this.#recentUnits += weightOf(one);
    if (this.#recent.length <= 2 * recentItemsMax && this.#recentUnits <= 2 * recentUnitsMax) return;
    this.#recent = [...lastWithin(this.#recent, recentBounds, (recent) => weightOf(recent.one))];
    this.#recentUnits = this.#recent.reduce((sum, recent) => sum + weightOf(recent.one), 0);
  }

  /** Back below the lines of the same conversation nothing is to be said. */
  #switchTo(to: Moved | Welcome): string {
    this.#here = to.conversation;
    const isNews = to.type === "moved" && (to.news > 0 || to.conversation !== this.#shown);
    this.#heading = isNews ? to : undefined;
    return this.#here;
  }

  /** Lines to be printed, with the heading that waits for some. */
  #below(lines: readonly string[], look: Look): readonly string[] {
    if (lines.length === 0) return lines;
    const heading = this.#heading;
    this.#heading = undefined;
    this.#shown = this.#here;
    return heading === undefined ? lines : [...viewEvent(heading, look), ...lines];
  }

  #print(one: Exclude<Printed, Moved>, look: Look): readonly string[] {
    if (one.type !== "notice") return [...this.#endJoinsAndLeaves(look), ...this.#view(one, look)];
    const grown = withJoinOrLeave(this.#joinsAndLeaves, one);
    if (grown !== undefined) {
      this.#joinsAndLeaves = grown;
      return [];
    }
    const ended = this.#endJoinsAndLeaves(look);
    this.#joinsAndLeaves = withJoinOrLeave(undefined, one);
    if (this.#joinsAndLeaves !== undefined) return ended;
    return [...ended, ...this.#dayOf(one.time, look), ...viewEvent(one, look)];
  }

  #view(one: Exclude<Printed, Moved | { type: "notice" }>, look: Look): readonly string[] {
    if (one.type === "past") return this.#past(one, look);
    return one.type === "message" ? this.#message(one, look) : viewEvent(one, look);
  }

  /** What is new since the last run stands below a rule. */
  #past(past: Past, look: Look): readonly string[] {
    const { messages } = past;
    const firstNew = messages.findIndex((message) => isNew(past, message));
    const lines = [...viewPast(past, look)];
    for (const [index, message] of messages.entries()) {
      lines.push(...this.#dayAbove(message, look));
      if (index === firstNew) lines.push(...viewNewSince(messages[index - 1]?.time, look));
      append(lines, viewMessage(message, look));
    }
    return lines;
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

  #endJoinsAndLeaves(look: Look): readonly string[] {
    const summary = this.#joinsAndLeaves;
    if (summary === undefined) return [];
    this.#joinsAndLeaves = undefined;
    return [...this.#dayOf(summary.time, look), ...this.#viewJoinsAndLeaves(summary, look)];
  }

  /** Dim, where nobody in it has spoken. */
  #viewJoinsAndLeaves(summary: JoinLeaveSummary, look: Look): readonly string[] {
    const text = joinLeaveText(summary, look.catalogue);
    const known = Array.from(summary.people.keys()).some((nickname) => this.#speakers.has(nickname));
    return viewNotice(text, look, { time: look.calendar.timeText(summary.time), quiet: !known });
  }

  #heard(nickname: string): void {
    this.#speakers.delete(nickname);
    this.#speakers.add(nickname);
    if (this.#speakers.size <= completionNicknamesMax) return;
    const [oldest] = this.#speakers;
    if (oldest !== undefined) this.#speakers.delete(oldest);
  }
}

const recentBounds = { countMax: recentItemsMax, unitsMax: recentUnitsMax };
const nothing: TranscriptLines = { printed: [], held: [], again: [] };

/** However many they are: a call takes no more arguments than the stack holds. */
function append(lines: string[], more: readonly string[]): void {
  for (const line of more) lines.push(line);
}

function messagesIn(printed: Printed): number {
  if (printed.type === "past") return printed.messages.length;
  return printed.type === "message" ? 1 : 0;
}

/** What stands behind it is said there. */
function isSwitch(printed: Printed): printed is Moved | Welcome {
  return printed.type === "moved" || printed.type === "welcome";
}
