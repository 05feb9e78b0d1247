/** Which nicknames are allowed, and which are the same. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { nicknameGraphemesMax } from "../../src/protocol/limits.ts";
import { foldNickname, parseNickname } from "../../src/protocol/nickname.ts";

/** Four bytes, twelve in NFC. */
const grown = "\u{1d160}";

test.each([
  "alice",
  "a",
  "李雷",
  "Дмитрий",
  "Ελένη",
  "שרה",
  "محمد",
  "สมชาย",
  "किशोर",
  "한글이름",
  "ひらがな",
  "Zoë",
  "O'Brien-Smith_2",
  "[ALICE]",
  "<script>",
  "@home",
  "😀",
  "👨‍👩‍👧",
  "👋🏽",
  "🇫🇷",
  "❤️",
  "1️⃣",
  "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  "x".repeat(32),
  "李".repeat(32),
  "👋🏽".repeat(32),
  "é".repeat(32),
])("parseNickname takes %s", (nickname) => {
  expect(parseNickname(nickname)).toEqual({ ok: true, value: nickname });
});

test.each([
  ["shrinks to the bounds", "각".normalize("NFD").repeat(nicknameGraphemesMax), true],
  ["grows to the bound", `${grown.repeat(21)}abcd`, true],
  ["grows a byte past the bound", `${grown.repeat(21)}abcde`, false],
])("parseNickname counts the bytes of what is kept: a nickname that %s", (_, raw, ok) => {
  const parsed = parseNickname(raw);
  expect(parsed).toMatchObject(
    ok ? { ok, value: raw.normalize("NFC") } : { ok, fault: { code: "nickname_too_long" } },
  );
});

test.each([
  ["nothing", "", "nickname_empty"],
  ["a space", "a b", "nickname_space"],
  ["a space in front", " a", "nickname_space"],
  ["a tab", "a\tb", "nickname_space"],
  ["a line break", "a\nb", "nickname_space"],
  ["a no-break space", "a\u00a0b", "nickname_space"],
  ["an ideographic space", "a\u3000b", "nickname_space"],
  ["a line separator", "a\u2028b", "nickname_space"],
  ["33 graphemes", "x".repeat(33), "nickname_too_long"],
  ["33 emoji", "😀".repeat(33), "nickname_too_long"],
  ["more bytes than 32 graphemes need", "👨‍👩‍👧".repeat(20), "nickname_too_long"],
  ["a megabyte", "x".repeat(1_000_000), "nickname_too_long"],
  ["an escape", "a\u001b[31m", "nickname_characters"],
  ["a bell", "a\u0007", "nickname_characters"],
  ["C1", "a\u009b", "nickname_characters"],
  ["a right-to-left override", "a\u202eb", "nickname_characters"],
  ["an isolate", "a\u2066b", "nickname_characters"],
  ["a right-to-left mark", "a\u200fb", "nickname_characters"],
  ["a zero-width space", "a\u200bb", "nickname_characters"],
  ["a zero-width joiner alone", "a\u200db", "nickname_characters"],
  ["a word joiner", "a\u2060b", "nickname_characters"],
  ["a soft hyphen", "a\u00adb", "nickname_characters"],
  ["a byte order mark", "\ufeffa", "nickname_characters"],
  ["a Hangul filler", "a\u3164", "nickname_characters"],
  ["a variation selector on a letter", "a\ufe0f", "nickname_characters"],
  ["a tag", "a\u{e0061}", "nickname_characters"],
  ["a joiner behind an emoji", "😀\u200d", "nickname_characters"],
  ["a tag behind an emoji", "😀\u{e0061}", "nickname_characters"],
  ["a format character before an emoji", "\u0600😀", "nickname_characters"],
  ["a private character", "a\ue000", "nickname_characters"],
  ["an unassigned character", "a\u0378", "nickname_characters"],
  ["half a character", "a\ud800", "nickname_characters"],
  ["a mark without a letter", "\u0301", "nickname_characters"],
  ["nine marks on a letter", `q${"\u0323".repeat(9)}`, "nickname_characters"],
] as const)("parseNickname refuses %s", (_, nickname, code) => {
  const parsed = parseNickname(nickname);
  expect(parsed.ok ? "taken" : parsed.fault.code).toBe(code);
});

test("parseNickname gives the composed form", () => {
  expect(parseNickname("Zoe\u0308")).toEqual({ ok: true, value: "Zoë" });
});

test.each([
  ["alice", "ALICE"],
  ["straße", "STRASSE"],
  ["ς", "Σ"],
  ["Οδυσσεύς", "ΟΔΥΣΣΕΎΣ"],
  ["ａｌｉｃｅ", "alice"],
  ["①", "1"],
  ["ﬁn", "FIN"],
  ["Zoë", "zoe\u0308"],
  ["K", "\u212a"],
  ["ｶﾞ", "ガ"],
  ["дмитрий", "ДМИТРИЙ"],
] as const)("foldNickname makes %s and %s the same", (one, other) => {
  expect(foldNickname(one)).toBe(foldNickname(other));
});

test.each([
  ["alice", "alicе"],
  ["Zoë", "zoe"],
  ["a", "b"],
  ["李", "里"],
] as const)("foldNickname keeps %s and %s apart", (one, other) => {
  expect(foldNickname(one)).not.toBe(foldNickname(other));
});

test("foldNickname is idempotent for every nickname, and blind to case", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 10 }), (raw) => {
      const parsed = parseNickname(raw);
      fc.pre(parsed.ok);
      const folded = foldNickname(parsed.value);
      expect(foldNickname(folded)).toBe(folded);
      expect(foldNickname(parsed.value.toUpperCase())).toBe(folded);
      expect(foldNickname(parsed.value.toLowerCase())).toBe(folded);
    }),
    { numRuns: 2000 },
  );
});

test("parseNickname takes what it gave", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 36 }), (raw) => {
      const parsed = parseNickname(raw);
      fc.pre(parsed.ok);
      expect(parseNickname(parsed.value)).toEqual(parsed);
    }),
  );
});
