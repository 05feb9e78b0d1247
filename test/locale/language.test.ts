/** Which language the environment asks for. */
import { expect, test } from "bun:test";
import { catalogueOf, languageOf, languages } from "../../src/locale/language.ts";

test.each([
  [{}, "en"],
  [{ LANG: "fr_FR.UTF-8" }, "fr"],
  [{ LANG: "zh_CN.UTF-8" }, "zh"],
  [{ LANG: "zh_TW" }, "zh"],
  [{ LANG: "de_DE.UTF-8" }, "en"],
  [{ LANG: "C" }, "en"],
  [{ LANG: "FR" }, "fr"],
  [{ LANG: "fr_FR", LC_ALL: "zh_CN" }, "zh"],
  [{ LANG: "fr_FR", LC_MESSAGES: "zh_CN" }, "zh"],
  [{ LC_MESSAGES: "zh_CN", LC_ALL: "en_US" }, "en"],
  [{ LANG: "fr_FR", LC_ALL: "" }, "fr"],
] as const)("languageOf %j is %s", (environment, language) => {
  expect(languageOf(environment)).toBe(language);
});

test("catalogueOf gives every language its own", () => {
  expect(new Set(languages.map(catalogueOf)).size).toBe(languages.length);
});
