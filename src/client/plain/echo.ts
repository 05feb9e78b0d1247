/**
 * The messages that were typed at a terminal which shows them itself, as long as their copies are on their way back. Must
 * not know how they are shown.
 */
import { outboxMessagesMax } from "../limits.ts";
import { parseMessage } from "../../protocol/requests.ts";
import { parseInput } from "../session/input.ts";

export class Echo {
  /** How often each text is to come back. */
  readonly #expected = new Map<string, number>();

  /** A line as it was typed, which may be no message. */
  typed(line: string): void {
    const input = parseInput(line);
    if (input.type !== "message" && input.type !== "private") return;
    const message = parseMessage(input.text);
    if (!message.ok || this.#expected.size >= outboxMessagesMax) return;
    this.#expected.set(message.value, (this.#expected.get(message.value) ?? 0) + 1);
  }

  /** Whether a text was typed here and not taken before; it is taken now. */
  take(text: string): boolean {
    const count = this.#expected.get(text) ?? 0;
    if (count > 1) this.#expected.set(text, count - 1);
    else this.#expected.delete(text);
    return count > 0;
  }
}
