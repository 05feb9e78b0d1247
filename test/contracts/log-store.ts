/** A store under the contract, whose commits can be waited for. */
import { expect } from "bun:test";
import type { Log, LogListener, Proposal } from "../../src/log/log.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";
import { entryIn } from "../support/proposals.ts";

export type Open = (listener: LogListener) => Log;

export function storeOf(open: Open) {
  const waiting: ((receipts: readonly Receipt[]) => void)[] = [];
  const failures: ((cause: unknown) => void)[] = [];
  let reports = 0;
  const log = open({
    committed({ receipts }) {
      reports += 1;
      failures.shift();
      waiting.shift()?.(receipts);
    },
    failed(cause) {
      waiting.shift();
      failures.shift()?.(cause);
    },
  });
  const propose = (proposals: readonly Proposal[]): Promise<readonly Receipt[]> => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Receipt[]>();
    waiting.push(resolve);
    failures.push(reject);
    log.propose(proposals);
    return promise;
  };
  return {
    log,
    get reports() {
      return reports;
    },
    append: (...proposals: readonly Proposal[]) => propose(proposals),
    propose,
    [Symbol.dispose]: () => void log.close(),
  };
}

export function seqs(receipts: readonly Receipt[]): readonly number[] {
  return receipts.map((receipt) => entryIn(receipt)?.seq ?? 0);
}

/** All texts of a log, read page by page. */
export function texts(log: Log, name: string, limit = 100): readonly string[] {
  const found: string[] = [];
  for (let after = 0; ;) {
    const page = log.read(name, after, limit);
    expect(page.length).toBeLessThanOrEqual(limit);
    found.push(...page.map(({ text }) => text));
    const last = page.at(-1);
    if (last === undefined) return found;
    expect(page.map(({ seq }) => seq)).toEqual(page.map((_, index) => after + index + 1));
    after = last.seq;
  }
}
