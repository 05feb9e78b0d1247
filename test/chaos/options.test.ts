/** The flags of the chaos script, at their bounds and one past them. */
import { expect, test } from "bun:test";
import { parseOptions, UsageError } from "../../scripts/chaos/options.ts";

const parse = (...parameters: readonly string[]) => parseOptions(parameters, ["cuts", "kills"], 7);

test("parseOptions runs everything once by default, with a random seed", () => {
  expect(parse()).toMatchObject({ seed: 7, minutes: undefined, only: undefined, keepsFolder: false });
});

test("parseOptions reads names", () => {
  expect(parse("--only", "kills, cuts", "--keep")).toMatchObject({
    only: ["kills", "cuts"],
    keepsFolder: true,
  });
});

test.each([
  ["--seed", "0"],
  ["--seed", "4294967295"],
  ["--minutes", "1"],
  ["--minutes", "1440"],
  ["--stride", "1"],
  ["--stride", "1000"],
])("parseOptions takes %s %s", (flag, value) => {
  expect(parse(flag, value)).toMatchObject({ [flag.slice(2)]: Number(value) });
});

test.each([
  ["--seed", "4294967296", "from 0 to 4294967295"],
  ["--seed", "", "whole number"],
  ["--minutes", "0", "from 1 to 1440"],
  ["--minutes", "1441", "from 1 to 1440"],
  ["--stride", "0", "from 1 to 1000"],
  ["--stride", "1001", "from 1 to 1000"],
  ["--stride", "1.5", "whole number"],
  ["--program", "", "--program takes a path"],
  ["--only", "cut", 'cuts, kills, not "cut"'],
])("parseOptions refuses %s %p", (flag, value, sentence) => {
  expect(() => parse(flag, value)).toThrow(UsageError);
  expect(() => parse(flag, value)).toThrow(sentence);
});
