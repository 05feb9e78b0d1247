/**
 * Somebody's words, as lines for the terminal: wrapped, marked, coloured if allowed, and cleaned once more, so that
 * nothing from the network can move the cursor. Pure.
 *
 * The sign behind the time says what a line is, also without colours: `>` one's own, `*` private, `@` names the reader,
 * `-` a notice, `!` a refusal, nothing for everybody's messages.
 */
import type { Message } from "../../shown-event.ts";
import { actionOf, cleanLine, cleanText } from "../../../protocol/text.ts";
import type { Look } from "./layout.ts";
import { hangingIndent } from "./layout.ts";
import type { Span } from "./cells.ts";
import { hasMarks, markUp } from "./markup.ts";
import { mentions } from "../state/mention.ts";
import { bold, dim, nicknameStyle, spanText } from "./style.ts";

/** What somebody does (`/me`) stands behind a star: `* ann waves`. */
export function viewMessage(message: Message, look: Look): readonly string[] {
  const { from, to, text, own } = message;
  const clean = cleanText(text);
  const action = actionOf(clean);
  const isMention = !own && look.nickname !== undefined && mentions(clean, look.nickname);
  const mark = own ? ">" : to !== undefined ? "*" : isMention ? "@" : " ";
  const lead = [...placeOf(message, mark, look), ...sayer(message, action !== undefined, look)];
  if (action !== undefined && to !== undefined) lead.push({ text: "* " }, named(from), { text: " " });
  const said = action ?? clean;
  const style = isMention ? bold : undefined;
  return plainRow([...lead, { text: said, style }], look) ?? hangingIndent(lead, markUp(said, style), look);
}

/** When, what it is, and where, if that is not where one is. */
function placeOf({ room, to, time }: Message, mark: string, { calendar, here }: Look): readonly Span[] {
  const when = [
    { text: calendar.timeText(time), style: dim },
    { text: ` ${mark} `, style: bold },
  ];
  return to !== undefined || room === here ? when : [...when, { text: `[${cleanLine(room)}] `, style: dim }];
}

function sayer({ from, to, own }: Message, acts: boolean, { catalogue }: Look): readonly Span[] {
  if (to === undefined)
    return acts ? [{ text: "* " }, named(from), { text: " " }] : [named(from), { text: ": " }];
  const partner = cleanLine(own ? to : from);
  const label = own ? catalogue.client.privateTo(partner) : catalogue.client.privateFrom(partner);
  return [{ text: label, style: named(partner).style }, { text: ": " }];
}

function named(nickname: string): Span {
  const text = cleanLine(nickname);
  return { text, style: `${nicknameStyle(text)};${bold}` };
}

/**
 * The same as `block` for what most messages are: plain signs, one row. With thousands of messages a second, breaking
 * every line into cells was two thirds of what a message cost.
 */
function plainRow(spans: readonly Span[], { columns, palette }: Look): readonly string[] | undefined {
  let width = 0;
  let row = "";
  for (const span of spans) {
    width += span.text.length;
    if (width > columns || !plain.test(span.text)) return undefined;
    row += spanText(span, palette);
  }
  const last = spans.at(-1)?.text ?? "";
  return last === "" || last.endsWith(" ") || hasMarks(last) ? undefined : [row];
}

const plain = /^[ -~]*$/;
