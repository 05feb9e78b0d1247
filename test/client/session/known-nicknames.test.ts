/** Who is offered for completion, and in which order. */
import { expect, test } from "bun:test";
import {
  goneAway,
  heardFrom,
  mostRecentFirst,
  noNicknames,
  renamed,
  replaceAll,
} from "../../../src/client/session/known-nicknames.ts";
import { completionNicknamesMax } from "../../../src/client/limits.ts";

test("mostRecentFirst gives who spoke last before who spoke earlier or never", () => {
  const known = noNicknames();
  heardFrom(known, "a");
  heardFrom(known, "b");
  heardFrom(known, "a");
  replaceAll(known, ["silent", "b", "a"]);
  expect(mostRecentFirst(known)).toEqual(["a", "b", "silent"]);
  goneAway(known, "a");
  expect(mostRecentFirst(known)).toEqual(["b", "silent"]);
});

test("heardFrom forgets who was silent for longest when there are too many", () => {
  const known = noNicknames();
  for (let index = 0; index <= completionNicknamesMax; index++) heardFrom(known, String(index));
  expect(mostRecentFirst(known)).toHaveLength(completionNicknamesMax);
  expect(mostRecentFirst(known)).not.toContain("0");
});

test("renamed keeps the place of who takes another nickname, and puts who was not known behind all", () => {
  const known = noNicknames();
  for (const nickname of ["a", "b", "c"]) heardFrom(known, nickname);
  renamed(known, "b", "B2");
  renamed(known, "nobody", "somebody");
  expect(mostRecentFirst(known)).toEqual(["c", "B2", "a", "somebody"]);
});
