/**
 * What happened in one turn of the event loop, in order, until the log has committed it. Must not know connections.
 */
import type { Draft } from "../core/effect.ts";
import type { Fact } from "../protocol/fact.ts";
import type { Receipt } from "../log/log.ts";
import type { Notice } from "../protocol/answers.ts";
import type { Item } from "./block.ts";

/** Something of a turn that will stand in a log's tail. */
type Happened =
  { readonly type: "draft"; readonly draft: Draft } | { readonly type: "notice"; readonly notice: Notice };

export class Turn {
  readonly drafts: Draft[] = [];
  /** To be remembered with the drafts. */
  readonly facts: Fact[] = [];
  readonly #happened: Happened[] = [];

  get empty(): boolean {
    return this.#happened.length === 0 && this.facts.length === 0;
  }

  /** Whether the log has anything to do with it. */
  get toBeStored(): boolean {
    return this.drafts.length > 0 || this.facts.length > 0;
  }

  draft(draft: Draft): void {
    this.drafts.push(draft);
    this.#happened.push({ type: "draft", draft });
  }

  notice(notice: Notice): void {
    this.#happened.push({ type: "notice", notice });
  }

  /**
   * The new items of each log, in the order in which they happened.
   *
   * @param receipts one for each draft, in order; empty when the log refused the turn's drafts
   */
  itemsByLog(receipts: readonly (Receipt | undefined)[]): ReadonlyMap<string, readonly Item[]> {
    const items = new Map<string, Item[]>();
    let next = 0;
    for (const happened of this.#happened) {
      if (happened.type === "notice") put(items, happened.notice.room, happened);
      else {
        const receipt = receipts[next];
        next += 1;
        if (receipt !== undefined && !receipt.repeated)
          put(items, receipt.entry.log, { type: "entry", entry: receipt.entry });
      }
    }
    return items;
  }
}

function put(items: Map<string, Item[]>, log: string, item: Item): void {
  const known = items.get(log);
  if (known === undefined) items.set(log, [item]);
  else known.push(item);
}
