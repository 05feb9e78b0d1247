/**
 * Watches one client process from outside: that what reaches it over the wire has no gap and no repeat in any log, and
 * that its person is shown just that. Keeps its own account of where the client is, so that it need not trust it.
 */
import type { ShownEvent } from "../../src/client/shown-event.ts";
import type { SavedSession } from "../../src/client/session/saved-session.ts";
import { lobby, mailboxCursor, mailboxOf } from "../../src/protocol/entry.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import type { ReceivedRoom, ServerMessage } from "../../src/protocol/server-message.ts";
import { idOf } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";
import type { World } from "./world.ts";

export interface WitnessOptions {
  readonly world: World;
  readonly ledger: Ledger;
  readonly name: string;
  readonly nickname: string;
  readonly keyPrefix: string;
  readonly recalled: SavedSession | undefined;
  /** Ignores the lobby now and then, and so misses some of it by its own wish. */
  readonly ignores: boolean;
  /** The newest seq of a log that the store has. */
  readonly head: (log: string) => number;
}

export class Witness {
  /** Whose mailbox it reads. */
  identity: string | undefined;
  readonly #options: WitnessOptions;
  /** The last entry of each log that it was sent. */
  readonly #reached = new Map<string, number>();
  readonly #sent = new Map<string, string[]>();
  readonly #shown = new Map<string, string[]>();

  constructor(options: WitnessOptions) {
    this.#options = options;
    const { recalled } = options;
    if (recalled !== undefined) this.#reached.set(mailboxCursor, recalled.mailboxSeq);
  }

  heard(message: ServerMessage): void {
    switch (message.type) {
      case "login":
        if (!message.success) return;
        this.identity = message.token?.slice(0, message.token.lastIndexOf("."));
        if (!message.resumed) this.#reached.clear();
        for (const room of message.rooms) this.#enter(room);
        if (!this.#reached.has(mailboxCursor)) this.#reached.set(mailboxCursor, 0);
        return;
      case "join":
        return this.#enter(message);
      case "leave":
        this.#reached.delete(message.room);
        return;
      case "entry":
        return this.#receive(message.entry, message.repeat);
      default:
        return;
    }
  }

  showed(event: ShownEvent): void {
    const { ledger, world, name } = this.#options;
    if (event.type === "message") {
      const { room, to, text } = event;
      world.trace(`${name} sees ${room} ${idOf(text)}`);
      put(this.#shown, to === undefined ? room : mailboxCursor, idOf(text));
    } else if (event.type === "refused" && event.text !== undefined) {
      world.trace(`${name} is refused ${event.fault?.code ?? ""} ${idOf(event.text)}`);
      ledger.refuse(event.text);
    }
  }

  /** The last entry of a room that has come. */
  reached(room: string): number {
    return this.#reached.get(room) ?? 0;
  }

  /** The logs it reads, as the store names them. */
  logs(): readonly string[] {
    return Array.from(this.#reached.keys(), (room) => this.#logOf(room));
  }

  /** What is wrong at the end, as long as it may still come right. */
  missing(): readonly string[] {
    const { name, head } = this.#options;
    return Array.from(this.#reached).flatMap(([room, seq]) => {
      const log = this.#logOf(room);
      const behind = !this.#mayMiss(room) && seq !== head(log);
      return behind ? [`${name} has ${log} up to ${seq} of ${head(log)}`] : [];
    });
  }

  /** @param alive or killed, perhaps with something before its eyes that it was about to show */
  check(alive: boolean): void {
    const { world, name } = this.#options;
    for (const [room, sent] of this.#sent) {
      const shown = this.#shown.get(room) ?? [];
      const expected = alive ? sent : sent.slice(0, shown.length);
      const wrong = expected.findIndex((id, index) => shown[index] !== id);
      if (wrong >= 0 || shown.length > expected.length)
        world.violate(
          `${name} was sent ${sent.length} of ${room} and showed ${shown.length}, not ${expected[wrong]}`,
        );
    }
    for (const [room, shown] of this.#shown)
      if (new Set(shown).size < shown.length) world.violate(`${name} showed something of ${room} twice`);
  }

  #enter({ room, seq }: ReceivedRoom): void {
    const { world, name, head } = this.#options;
    if (seq > head(room)) world.violate(`${name} is told of ${room} up to ${seq}, kept is ${head(room)}`);
    if (!this.#reached.has(room)) this.#reached.set(room, seq);
  }

  #receive({ log, seq, from, text, key }: Entry, repeat: boolean): void {
    const { world, ledger, name, nickname, keyPrefix } = this.#options;
    const told = { who: name, log: this.#logOf(log), seq, id: idOf(text), key };
    world.trace(`${name} hears ${told.log} ${seq} ${told.id}${repeat ? " again" : ""}`);
    if (from === nickname && key?.startsWith(keyPrefix) === true) ledger.acknowledge(told);
    if (repeat) return;
    ledger.deliver(told);
    const reached = this.#reached.get(log);
    if (reached === undefined) world.violate(`${name} is sent ${told.id} of ${log}, where it is not`);
    else if (this.#mayMiss(log) ? seq <= reached : seq !== reached + 1)
      world.violate(`${name} is sent ${log} ${seq} behind ${reached}`);
    this.#reached.set(log, seq);
    put(this.#sent, log, told.id);
  }

  #mayMiss(room: string): boolean {
    return room === lobby && this.#options.ignores;
  }

  #logOf(room: string): string {
    return room === mailboxCursor ? mailboxOf(this.identity ?? "") : room;
  }
}

function put(lists: Map<string, string[]>, name: string, item: string): void {
  const known = lists.get(name);
  if (known === undefined) lists.set(name, [item]);
  else known.push(item);
}
