/** Joins and leaves in one sentence. */
import { expect, test } from "bun:test";
import type { Notice } from "../../../../src/client/shown-event.ts";
import type { Comings } from "../../../../src/client/terminal/view/comings.ts";
import { comingsText, withComing } from "../../../../src/client/terminal/view/comings.ts";
import { catalogueOf, languages } from "../../../../src/locale/language.ts";
import { en } from "../../../../src/locale/en.ts";
import { comingsPauseMs, comingsPeopleMax } from "../../../../src/client/limits.ts";

function notice(sign: string, time = 0, room = "lobby"): Notice {
  const event = sign.startsWith("+") ? "join" : "leave";
  return { type: "notice", event, room, nickname: sign.slice(1), topic: "", time };
}

function fold(signs: string): Comings {
  let comings: Comings | undefined;
  for (const sign of signs.split(" ")) comings = withComing(comings, notice(sign));
  if (comings === undefined) throw new Error("it does not fold");
  return comings;
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
])("comingsText of %s", (signs, text) => {
  expect(comingsText(fold(signs), en)).toBe(text);
});

test.each(languages)("comingsText in %s names everybody", (language) => {
  const text = comingsText(fold("+ann -bob -carl +carl +dan -dan"), catalogueOf(language));
  for (const name of ["ann", "bob", "carl", "dan"]) expect(text).toContain(name);
});

test("withComing folds one room only, and no long pause", () => {
  const comings = fold("+ann");
  expect(withComing(comings, notice("+bob", 0, "garden"))).toBeUndefined();
  expect(withComing(comings, notice("+bob", comingsPauseMs + 1))).toBeUndefined();
  expect(withComing(comings, { ...notice("+bob"), event: "topic" })).toBeUndefined();
  expect(withComing(comings, notice("+bob", comingsPauseMs))).toBeDefined();
  // By a clock that was set back.
  expect(withComing(comings, notice("+bob", -comingsPauseMs - 1))).toBeUndefined();
  expect(withComing(comings, notice("+bob", -comingsPauseMs))).toBeDefined();
});

test("withComing folds a bounded number of people, and goes on with those", () => {
  const comings = fold(Array.from({ length: comingsPeopleMax }, (_, at) => `+user${at}`).join(" "));
  expect(comings.people.size).toBe(comingsPeopleMax);
  expect(withComing(comings, notice("+one-more"))).toBeUndefined();
  expect(withComing(comings, notice("-user0"))?.people.size).toBe(comingsPeopleMax);
});

test("comingsText lets no control character through", () => {
  expect(comingsText(fold("+a\x1b[2Jb +c\nd"), en)).toBe("+2: ab, c d joined the room");
});
