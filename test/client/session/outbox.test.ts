/** What waits to be sent, what is under way, what is answered. */
import { describe, expect, test } from "bun:test";
import type { KeyedRequest } from "../../../src/client/session/outbox.ts";
import {
  acknowledge,
  drop,
  emptyOutbox,
  messageText,
  outboxSize,
  added,
  rewind,
  take,
  unacknowledged,
} from "../../../src/client/session/outbox.ts";
import { outboxMessagesMax } from "../../../src/client/limits.ts";

function message(key: string): KeyedRequest {
  return { type: "broadcast", room: "lobby", text: key, key };
}

function filled(...keys: readonly string[]) {
  const outbox = emptyOutbox();
  for (const key of keys) added(outbox, message(key));
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

describe("take, of no more messages than may go,", () => {
  test("leaves those that may not behind, and takes only what means the same before them", () => {
    const outbox = filled("a");
    const others: readonly KeyedRequest[] = [
      { type: "whois", nickname: "bob", key: "whois" },
      { type: "join", room: "tea", key: "join" },
      { type: "leave", room: "tea", key: "leave" },
      { type: "join", room: "tea", key: "again" },
      { type: "rooms", key: "rooms" },
    ];
    for (const request of [...others, message("b")]) added(outbox, request);
    const all = () => true;
    expect(take(outbox, 9, all, 0).map(({ key }) => key)).toEqual(["whois", "join", "rooms"]);
    for (const key of ["whois", "join", "rooms"]) acknowledge(outbox, key);
    expect(take(outbox, 9, all, 1).map(({ key }) => key)).toEqual(["a"]);
    acknowledge(outbox, "a");
    expect(take(outbox, 9, all).map(({ key }) => key)).toEqual(["leave", "again", "b"]);
  });
});

describe("take, of what is asked for behind what is shown,", () => {
  const further: KeyedRequest = { type: "history", room: "lobby", limit: 5, key: "h", purpose: "further" };

  test("gives it once nothing else is under way", () => {
    const outbox = filled("a");
    added(outbox, further);
    added(outbox, message("b"));
    expect(take(outbox, 9).map(({ key }) => key)).toEqual(["a"]);
    acknowledge(outbox, "a");
    expect(take(outbox, 9).map(({ key }) => key)).toEqual(["h", "b"]);
  });

  test("gives neither it nor what is behind it before it may go", () => {
    const outbox = filled("a");
    added(outbox, message("b"));
    expect(take(outbox, 9, ({ key }) => key !== "a")).toEqual([]);
    expect(outboxSize(outbox)).toBe(2);
  });
});

describe("unacknowledged", () => {
  test("gives what a person wrote, and nothing else that has a text", () => {
    const outbox = filled("a", "b", "c");
    added(outbox, { type: "away", text: "out", key: "d" });
    take(outbox, 2);
    expect(unacknowledged(outbox, 9, messageText)).toEqual(["a", "b", "c"]);
    expect(unacknowledged(outbox, 1, messageText)).toEqual(["a"]);
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

describe("drop", () => {
  test("takes out what is meant alone, in order, and forgets that it was sent before", () => {
    const outbox = filled("a", "b", "c");
    take(outbox, 3);
    rewind(outbox);
    const dropped = drop(outbox, ({ key }) => key !== "b");
    expect(dropped.map(({ key }) => key)).toEqual(["a", "c"]);
    expect(Array.from(outbox.waiting.keys())).toEqual(["b"]);
    expect(outbox.attempted).toEqual(new Set(["b"]));
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
    for (let index = 0; index < outboxMessagesMax; index++) added(outbox, message(String(index)));
    take(outbox, 5);
    expect(added(outbox, message("more"))).toBe(false);
    acknowledge(outbox, "0");
    expect(added(outbox, message("more"))).toBe(true);
  });
});
