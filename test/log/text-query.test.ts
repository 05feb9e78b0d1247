/** What a search finds: the rule that all stores share. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { searchWordPrefixMin } from "../../src/log/limits.ts";
import { textQuery } from "../../src/log/text-query.ts";
import { naughtyTexts } from "../support/naughty-texts.ts";

function finds(query: string, text: string): boolean {
  return textQuery(query)?.matches(text) ?? false;
}

describe("textQuery finds", () => {
  test.each([
    ["🍕", "pizza 🍕 tonight"],
    ["🍕", "pizza🍕tonight"],
    ["pizza", "pizza🍕tonight"],
    ["👍", "ok 👍🏽"],
    ["👍🏿", "ok 👍"],
    ["❤️", "I ❤ tea"],
    ["❤", "I ❤️ tea"],
    ["1️⃣", "item 1"],
    ["#️⃣", "item #"],
    ["👩", "we are 👨‍👩‍👧"],
    ["🇫🇷", "🇪🇺🇫🇷"],
    ["C++", "C++ is fast"],
    ["c#", "F# or C#?"],
    ["C", "C++ is fast"],
    ["release", "two releases"],
    ["re", "release"],
    ["example.com", "see https://example.com/tea"],
    ["8080", "port:8080"],
    ["bar", "foo_bar"],
    ["what?", "say what, please"],
    ['"green"', "green tea"],
    ["(tea)", "tea"],
    ["don't", "don’t"],
    ["don’t", "don't"],
    [":-)", "nice :-)"],
    ["...", "well..."],
    ["$5", "it is $5"],
    ["cafe", "Café"],
    ["CAFÉ", "cafe"],
    ["cafe\u0301", "caf\u00e9"],
    ["istanbul", "İstanbul"],
    ["ISTANBUL", "ıstanbul"],
    ["İSTANBUL", "istanbul"],
    ["strasse", "Straße"],
    ["οδός", "ΟΔΟΣ"],
    ["русск", "Русский язык"],
    ["еще", "ещё"],
    ["喝茶", "我们明天喝茶吧"],
    ["茶 明天", "我们明天喝茶吧"],
    ["ข้าว", "กินข้าวแล้ว"],
    ["飲む", "お茶を飲む"],
    ["パ", "ﾊﾟﾝ"],
    ["한국", "한국어"],
    ["pizza", "ｐｉｚｚａ"],
    ["احمد", "أحمد"],
    ["release", "re\u00adlease"],
    ["tea", "green\u200btea"],
    ["black tea", "tea, black"],
  ])("%j in %j", (query, text) => {
    expect(finds(query, text)).toBe(true);
  });

  test.each(naughtyTexts)("%j in itself", (text) => {
    expect(finds(text, text)).toBe(true);
    expect(finds(text, `so: ${text} !`)).toBe(true);
  });

  test("every text with something visible in itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(textQuery(text) !== undefined);
        expect(finds(text, text)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("textQuery does not find", () => {
  test.each([
    ["C++", "C# and C"],
    ["C#", "C++ and C"],
    ["oncat", "concatenate"],
    ["releases", "release"],
    ["茶喝", "我们明天喝茶吧"],
    ["tea绿茶", "绿茶 and green tea"],
    ["water tea", "green tea"],
    ["мои", "мой"],
    ["🍕", "🍔"],
    ["e.e", "e e"],
    ["green OR tea", "green tea"],
    ["te*", "tea"],
    ["1:1", "1 1"],
  ])("%j in %j", (query, text) => {
    expect(finds(query, text)).toBe(false);
  });

  test.each(["", "   ", "\u0000", "\u200b\u200d", "\ufe0f"])("anything by %j, which nobody sees", (query) => {
    expect(textQuery(query)).toBeUndefined();
  });
});

test.each([
  [searchWordPrefixMin - 1, false],
  [searchWordPrefixMin, true],
])("textQuery takes the beginning of a word from %i letters on", (length, isFound) => {
  expect(finds("tea".slice(0, length), "tea")).toBe(isFound);
});

test("textQuery names each term once, and as a beginning only where a word of the query ends with it", () => {
  expect(textQuery("tea milk  tea\ttea")?.terms).toEqual([
    { token: "tea", isPrefix: true },
    { token: "milk", isPrefix: true },
  ]);
  expect(textQuery("天天 天.tea.tea")?.terms).toEqual([
    { token: "天", isPrefix: false },
    { token: ".", isPrefix: false },
    { token: "tea", isPrefix: false },
    { token: "tea", isPrefix: true },
  ]);
});
