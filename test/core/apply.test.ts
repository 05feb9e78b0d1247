/** What becomes of a turn once the store has decided: who is answered, what is shown in which log, what the state remembers. */
import { expect, test } from "bun:test";
import { apply, applyForeign } from "../../src/core/apply.ts";
import type { Effect, Proposal, TurnItem } from "../../src/core/effect.ts";
import type { State } from "../../src/core/state.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import type { Item } from "../../src/protocol/item.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { arrivalOf } from "../../src/server/gather.ts";
import { openState, opened, stepStored } from "../support/core.ts";
import { record } from "../support/proposals.ts";

const time = 1_795_427_043_000;
const storage = { code: "storage" } as const;

/** `ann` in the lobby, in session 1. */
function open(): State {
  const state = openState();
  const request = { type: "login", nickname: "ann", version: 2, after: new Map() } as const;
  const arrival = arrivalOf(request, { identity: "id-1", token: "t", resumed: false, epochs: [] });
  stepStored(state, opened(1));
  stepStored(state, { type: "loginRequested", session: 1, request, arrival, time });
  return state;
}

function asks(state: State, request: Exclude<Request, { type: "login" }>): readonly Effect[] {
  return stepStored(state, { type: "requested", session: 1, request, time });
}

function proposed(...proposals: readonly Proposal[]): readonly TurnItem[] {
  return proposals.map((proposal) => ({ type: "propose", proposal }));
}

function entryOf(seq: number, log = "lobby"): Entry {
  return { log, seq, time, from: "ann", text: "hi" };
}

const message = {
  type: "message",
  session: 1,
  log: "lobby",
  identity: "id-1",
  from: "ann",
  text: "hi",
  key: "k",
  time,
} as const;
const direct = { ...message, log: "@id-1", copyTo: "@id-2", to: "bob" } as const;
const lookUp = {
  type: "lookUp",
  session: 1,
  log: "lobby",
  identity: "id-1",
  key: "k",
  refusal: { type: "error", fault: { code: "ignoring" }, regarding: "broadcast", key: "k" },
} as const;
const entry = entryOf(7);
const repeated = { outcome: "repeated", entry } as const;

test.each<[string, Proposal, Receipt, object]>([
  [
    "a message that is a repeat",
    message,
    repeated,
    { type: "acknowledge", outcome: "repeated", entry, key: "k" },
  ],
  [
    "a refused message that is a repeat",
    lookUp,
    repeated,
    { type: "acknowledge", outcome: "repeated", entry, key: "k" },
  ],
  [
    "a refused message that is none",
    lookUp,
    { outcome: "unknown" },
    { type: "answer", answer: lookUp.refusal },
  ],
  [
    "a refused message, when the store fails",
    lookUp,
    { outcome: "failed" },
    { type: "answer", answer: { ...lookUp.refusal, fault: storage } },
  ],
  [
    "a message, when the store fails",
    message,
    { outcome: "failed" },
    { type: "answer", answer: { type: "error", fault: storage, regarding: "broadcast", key: "k" } },
  ],
  [
    "a direct message, when the store fails",
    direct,
    { outcome: "failed" },
    { type: "answer", answer: { type: "error", fault: storage, regarding: "sendto", key: "k" } },
  ],
  [
    "a message whose key may be forgotten",
    message,
    { outcome: "tooOld" },
    {
      type: "answer",
      answer: { type: "error", fault: { code: "key_too_old" }, regarding: "broadcast", key: "k" },
    },
  ],
  ["a message of which nobody knows", message, { outcome: "uncertain" }, { type: "abandon" }],
  ["a refused message of which nobody knows", lookUp, { outcome: "uncertain" }, { type: "abandon" }],
])("apply answers %s, and shows nobody anything", (_, proposal, receipt, effect) => {
  const { effects, items } = apply(open(), proposed(proposal), [receipt], time);
  expect(effects).toEqual([expect.objectContaining({ session: 1, ...effect })]);
  expect(items.size).toBe(0);
});

test("apply acknowledges a new message to whoever is not shown it, and to nobody else", () => {
  const state = open();
  const outcomes = () => {
    const { effects, items } = apply(state, proposed(message), [{ outcome: "new", entry }], time);
    expect(items).toEqual(new Map([["lobby", [{ type: "entry", entry }]]]));
    return effects;
  };
  const acknowledgement = { type: "acknowledge", session: 1, outcome: "new", entry, key: "k" };
  expect(outcomes()).toEqual([]);
  asks(state, { type: "ignore" });
  expect(outcomes()).toMatchObject([acknowledgement]);
  asks(state, { type: "ignore" });
  expect(outcomes()).toEqual([]);
  asks(state, { type: "leave", room: "lobby" });
  expect(outcomes()).toMatchObject([acknowledgement]);
});

test("apply shows a turn in its order in each log, a direct message in both mailboxes, and what failed nowhere", () => {
  const notice = (nickname: string) =>
    ({ type: "notice", notice: { event: "join", room: "lobby", nickname, time } }) as const;
  const [own, copy] = [entryOf(1, "@id-1"), entryOf(4, "@id-2")];
  const turn = [
    ...proposed(message),
    notice("bob"),
    ...proposed(message, direct),
    notice("carol"),
    ...proposed({ ...message, log: "tea" }, message),
  ];
  const receipts: readonly Receipt[] = [
    { outcome: "new", entry: entryOf(1) },
    { outcome: "failed" },
    { outcome: "new", entry: own, copy },
    { outcome: "new", entry: entryOf(1, "tea") },
    { outcome: "new", entry: entryOf(2) },
  ];
  const { items } = apply(open(), turn, receipts, time);
  const shown = (log: string) => items.get(log)?.map(nameOf);
  expect(["lobby", "@id-1", "@id-2", "tea"].map(shown)).toEqual([
    ["1", "bob", "carol", "2"],
    ["1"],
    ["4"],
    ["1"],
  ]);
  expect(items.size).toBe(4);
});

function nameOf(item: Item): string {
  return item.type === "entry" ? `${item.entry.seq}` : item.notice.nickname;
}

const topic = { type: "topic", room: "lobby", topic: "green" } as const;
const change = { session: 1, nickname: "ann", key: "k", time };
const resume = { type: "resume", session: 1 } as const;

test.each<[Receipt, string, readonly Effect[], number]>([
  [
    { outcome: "recorded", record: topic },
    "green",
    [{ type: "answer", session: 1, answer: { ...topic, key: "k" } }, resume],
    1,
  ],
  [
    { outcome: "failed" },
    "",
    [
      { type: "answer", session: 1, answer: { type: "error", fault: storage, regarding: "topic", key: "k" } },
      resume,
    ],
    0,
  ],
  [{ outcome: "uncertain" }, "", [{ type: "abandon", session: 1 }], 0],
])(
  "apply takes a topic over when it is stored, and answers whoever set it: %j",
  (receipt, known, effects, told) => {
    const state = open();
    const applied = apply(state, proposed({ ...record(topic), change }), [receipt], time);
    expect(applied.effects).toEqual([...effects]);
    expect(state.rooms.get("lobby")?.topic).toBe(known);
    expect(Array.from(applied.items.values()).flat()).toHaveLength(told);
  },
);

test.each<[Receipt, boolean]>([
  [
    {
      outcome: "recorded",
      record: { type: "holder", folded: "bob", nickname: "Bob", identity: "id-2", time },
    },
    true,
  ],
  [{ outcome: "failed" }, false],
  [{ outcome: "uncertain" }, false],
])("apply remembers a holder when that is stored, and tells nobody: %j", (receipt, known) => {
  const state = open();
  const holder = { type: "holder", folded: "bob", nickname: "Bob", identity: "id-2", time } as const;
  expect(apply(state, proposed(record(holder)), [receipt], time)).toEqual({ effects: [], items: new Map() });
  expect(state.holders.has("bob")).toBe(known);
});

test("apply remembers when a message was refused, and not when it was sent: nothing overtakes it", () => {
  const state = open();
  apply(state, proposed(message), [{ outcome: "failed" }], time + 5_000);
  expect(state.sessions.get(1)?.refused).toEqual({ key: "k", at: time + 5_000 });
});

test("applyForeign shows what another server has stored, remembers its records, and answers nobody", () => {
  const state = open();
  const copy = entryOf(3, "@id-2");
  const applied = applyForeign(state, [
    { outcome: "new", entry, copy },
    { outcome: "recorded", record: topic },
    { outcome: "failed" },
    { outcome: "uncertain" },
    { outcome: "unknown" },
    repeated,
  ]);
  expect(applied.effects).toEqual([]);
  expect(applied.items).toEqual(
    new Map([
      ["lobby", [{ type: "entry", entry }]],
      ["@id-2", [{ type: "entry", entry: copy }]],
    ]),
  );
  expect(state.rooms.get("lobby")?.topic).toBe("green");
});
