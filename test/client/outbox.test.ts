/** What waits to be sent, what is under way, what is answered. */
import { describe, expect, test } from "bun:test";
import type { Keyed } from "../../src/client/outbox.ts";
import { acknowledge, emptyOutbox, outboxSize, put, rewind, take } from "../../src/client/outbox.ts";
import { outboxMessagesMax } from "../../src/protocol/limits.ts";

function message(key: string): Keyed {
  return { type: "broadcast", room: "lobby", text: key, key };
}

function filled(...keys: readonly string[]) {
  const outbox = emptyOutbox();
  for (const key of keys) put(outbox, message(key));
  return outbox;
}

describe("take", () => {
  test("gives what waits in order, as many as may be under way", () => {
    const outbox = filled("a", "b", "c");
    expect(take(outbox, 2).map(({ key }) => key)).toEqual(["a", "b"]);
    expect(take(outbox, 2)).toEqual([]);
    acknowledge(outbox, "b");
    expect(take(outbox, 2).map(({ key }) => key)).toEqual(["c"]);
  });
});

describe("acknowledge", () => {
  test("gives a request back once", () => {
    const outbox = filled("a");
    take(outbox, 1);
    expect(acknowledge(outbox, "a")).toEqual(message("a"));
    expect(acknowledge(outbox, "a")).toBeUndefined();
    expect(outboxSize(outbox)).toBe(0);
  });

  test("knows nothing of what was never sent", () => {
    const outbox = filled("a");
    expect(acknowledge(outbox, "a")).toBeUndefined();
    expect(acknowledge(outbox, undefined)).toBeUndefined();
    expect(outboxSize(outbox)).toBe(1);
  });
});

describe("rewind", () => {
  test("puts what was under way before what waited", () => {
    const outbox = filled("a", "b", "c", "d");
    take(outbox, 3);
    acknowledge(outbox, "b");
    rewind(outbox);
    expect(take(outbox, 9).map(({ key }) => key)).toEqual(["a", "c", "d"]);
  });
});

describe("put", () => {
  test("takes no more than the bound, what is under way included", () => {
    const outbox = emptyOutbox();
    for (let index = 0; index < outboxMessagesMax; index++) put(outbox, message(String(index)));
    take(outbox, 5);
    expect(put(outbox, message("more"))).toBe(false);
    acknowledge(outbox, "0");
    expect(put(outbox, message("more"))).toBe(true);
  });
});
