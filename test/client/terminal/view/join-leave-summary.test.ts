/** Joins and leaves in one sentence. */
import { expect, test } from "bun:test";
import type { Notice } from "../../../../src/client/shown-event.ts";
import type { JoinLeaveSummary } from "../../../../src/client/terminal/view/join-leave-summary.ts";
import { joinLeaveText, withJoinOrLeave } from "../../../../src/client/terminal/view/join-leave-summary.ts";
import { catalogueOf, languages } from "../../../../src/locale/language.ts";
import { en } from "../../../../src/locale/en.ts";
import { joinLeavePauseMs, joinLeavePeopleMax } from "../../../../src/client/limits.ts";

function notice(sign: string, time = 0, room = "lobby"): Notice {
  const event = sign.startsWith("+") ? "join" : "leave";
  return { type: "notice", event, room, nickname: sign.slice(1), topic: "", time };
}

function fold(signs: string): JoinLeaveSummary {
  let summary: JoinLeaveSummary | undefined;
  for (const sign of signs.split(" ")) summary = withJoinOrLeave(summary, notice(sign));
  if (summary === undefined) throw new Error("it does not fold");
  return summary;
}

test.each([
  ["+bob", "bob joined the room"],
  ["-bob", "bob left the room"],
  ["+ann +bob", "+2: ann, bob joined the room"],
  ["+ann +bob -dan +carl", "+3 −1: ann, bob, carl joined the room; dan left the room"],
  ["-bob +bob", "bob came back"],
  ["+bob -bob", "bob came and went"],
  ["+bob -bob +bob", "bob joined the room"],
  ["-ann +ann +bob", "bob joined the room; ann came back"],
  ["+ann +bob -ann +ann", "+2: bob, ann joined the room"],
  ["+kk -nd", "kk joined the room; nd left the room"],
  ["-nd +kk -kk", "nd left the room; kk came and went"],
  ["+kk -ann -bob", "+1 −2: kk joined the room; ann, bob left the room"],
  ["-ann +ann -bob +bob", "ann, bob came back"],
  ["+a +b +c +d +e +f +g +h +i +j", "+10: c, d, e, f, g, h, i, j and 2 more joined the room"],
])("joinLeaveText of %s", (signs, text) => {
  expect(joinLeaveText(fold(signs), en)).toBe(text);
});

test.each(languages)("joinLeaveText in %s names everybody", (language) => {
  const text = joinLeaveText(fold("+ann -bob -carl +carl +dan -dan"), catalogueOf(language));
  for (const name of ["ann", "bob", "carl", "dan"]) expect(text).toContain(name);
});

test("withJoinOrLeave folds one room only, and no long pause", () => {
  const summary = fold("+ann");
  expect(withJoinOrLeave(summary, notice("+bob", 0, "garden"))).toBeUndefined();
  expect(withJoinOrLeave(summary, notice("+bob", joinLeavePauseMs + 1))).toBeUndefined();
  expect(withJoinOrLeave(summary, { ...notice("+bob"), event: "topic" })).toBeUndefined();
  expect(withJoinOrLeave(summary, notice("+bob", joinLeavePauseMs))).toBeDefined();
  // By a clock that was set back.
  expect(withJoinOrLeave(summary, notice("+bob", -joinLeavePauseMs - 1))).toBeUndefined();
  expect(withJoinOrLeave(summary, notice("+bob", -joinLeavePauseMs))).toBeDefined();
});

test("withJoinOrLeave folds a bounded number of people, and goes on with those", () => {
  const summary = fold(Array.from({ length: joinLeavePeopleMax }, (_, at) => `+user${at}`).join(" "));
  expect(summary.people.size).toBe(joinLeavePeopleMax);
  expect(withJoinOrLeave(summary, notice("+one-more"))).toBeUndefined();
  expect(withJoinOrLeave(summary, notice("-user0"))?.people.size).toBe(joinLeavePeopleMax);
});

test("joinLeaveText lets no control character through", () => {
  expect(joinLeaveText(fold("+a\x1b[2Jb +c\nd"), en)).toBe("+2: ab, c d joined the room");
});
