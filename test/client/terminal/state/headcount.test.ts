/** How many are in a room. */
import { expect, test } from "bun:test";
import type { Headcount } from "../../../../src/client/terminal/state/headcount.ts";
import {
  listed,
  told,
  uncounted,
  withNickname,
  withNotice,
} from "../../../../src/client/terminal/state/headcount.ts";

const join = { event: "join", nickname: "eve" } as const;
const leave = { event: "leave", nickname: "bob" } as const;
const named = listed(["alice", "bob"]);
const counted = told(uncounted, 2);

test.each([
  ["is not known at first", withNotice(uncounted, join), undefined],
  ["is what was told", counted, 2],
  ["stays when nothing was told", told(named, undefined), 2],
  ["follows who comes", withNotice(counted, join), 3],
  ["follows who goes", withNotice(counted, leave), 1],
  ["is never nobody, since one is there oneself", withNotice(withNotice(counted, leave), leave), 1],
  [
    "counts nobody twice when their number is told",
    withNotice(told(named, 2), { ...join, nickname: "bob" }),
    2,
  ],
  ["is another number when that is told", withNotice(told(named, 5), { ...join, nickname: "bob" }), 6],
  ["is who was listed", named, 2],
  ["counts nobody twice", withNotice(named, { event: "join", nickname: "bob" }), 2],
  ["follows those with names", withNotice(withNotice(named, join), leave), 2],
  ["stays when somebody is called otherwise", withNotice(named, { ...leave, event: "nick", to: "rob" }), 2],
  ["stays when one does who has no name yet", withNotice(counted, { ...leave, event: "nick", to: "rob" }), 2],
  [
    "is not known any more where it is too crowded to be announced",
    withNotice(told(uncounted, 199), join),
    undefined,
  ],
  ["is not known where it was too crowded", withNotice(told(uncounted, 200), leave), undefined],
  ["is what a notice says, whoever was counted before", withNotice(counted, { ...join, members: 9 }), 9],
  ["is what a notice says, whoever was listed", withNotice(named, { ...join, members: 2 }), 2],
  ["is known again once a notice says it", withNotice(uncounted, { ...leave, members: 199 }), 199],
  ["is not known when a notice says a crowd", withNotice(uncounted, { ...leave, members: 200 }), undefined],
  ["is known when a crowd ends", withNotice(told(uncounted, 200), { ...leave, members: 199 }), 199],
  ["does not depend on topics", withNotice(counted, { ...leave, event: "topic" }), 2],
] satisfies readonly (readonly [string, Headcount, number | undefined])[])(
  "the headcount %s",
  (_name, { count }, expected) => {
    expect(count).toBe(expected);
  },
);

test("withNickname knows the reader under another nickname, and counts apart who takes the one before", () => {
  const renamed = withNickname(named, "alice", "al");
  expect(withNotice(renamed, { event: "join", nickname: "alice" }).count).toBe(3);
  expect([withNickname(named, undefined, "al"), withNickname(counted, "alice", "al")]).toEqual([
    named,
    counted,
  ]);
});

test("withNotice knows who left under another nickname", () => {
  const renamed = withNotice(named, { event: "nick", nickname: "bob", to: "rob" });
  expect(withNotice(renamed, { event: "leave", nickname: "rob" }).count).toBe(1);
});
