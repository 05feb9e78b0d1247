/** Whether every language says everything, at run time too: types do not see an empty text or a forgotten translation. */
import { expect, test } from "bun:test";
import { helpText } from "../../src/client/session/input.ts";
import { catalogueOf, languages } from "../../src/locale/language.ts";

/** What is the same in English, for a reason. */
const sameInAll: readonly string[] = [];

const english = textsOf(catalogueOf("en"));

test.each(languages)("the catalogue %s has the same texts as the English one", (language) => {
  expect([...textsOf(catalogueOf(language)).keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test.each(languages)("the catalogue %s has no empty text", (language) => {
  const empty = Array.from(textsOf(catalogueOf(language))).filter(([, text]) => text.trim() === "");
  expect(empty).toEqual([]);
});

test.each(["zh", "fr"] as const)("the catalogue %s is translated", (language) => {
  const same = Array.from(textsOf(catalogueOf(language)))
    .filter(
      ([path, text]) => english.get(path) === text && /[a-z]{3}/.test(text.replace(/«\w+»|undefined/g, "")),
    )
    .map(([path]) => path);
  expect(same).toEqual([...sameInAll]);
});

test.each(["zh", "fr"] as const)("the catalogue %s names what the English one names", (language) => {
  const texts = textsOf(catalogueOf(language));
  const lost = Array.from(english).flatMap(([path, text]) => {
    const names = (texts.get(path) ?? "").match(mentions);
    return missing(text.match(mentions), names).map((name) => `${path} lacks ${name}`);
  });
  expect(lost).toEqual([]);
});

test.each(languages)(
  "the catalogue %s has no control characters but the line ends of the classic help",
  (language) => {
    const texts = Array.from(textsOf(catalogueOf(language))).filter(
      ([path]) => !path.endsWith("classicHelp"),
    );
    expect(texts.filter(([, text]) => /\p{Cc}/u.test(text))).toEqual([]);
  },
);

test.each(languages)(
  "the catalogue %s says how many more there are than it names, from the first on",
  (language) => {
    const { came, went, cameBack, passedBy } = catalogueOf(language).client;
    for (const text of [came, went, cameBack, passedBy]) {
      expect(text(["ann", "bob"], 0)).not.toMatch(/\d/);
      expect(text(["ann", "bob"], 1)).toMatch(/ann.*bob.*\b1\b/);
      expect(text(["ann", "bob"], 12)).toMatch(/ann.*bob.*\b12\b/);
    }
  },
);

test.each([...counting("en"), ...counting("fr")])(
  "the text %s %s has another form for one than for more",
  (...[, , text]) => {
    const forms = [1, 2, 3, 12].map((count) => text(count).replace(String(count), "#"));
    expect(new Set(forms.slice(1)).size).toBe(1);
    expect(forms[0]).not.toBe(forms[1]);
  },
);

test("the French catalogue keeps to French typography", () => {
  const wrong = Array.from(textsOf(catalogueOf("fr"))).filter(([, text]) =>
    /\w'\w| [;!?»]| :(?!\d)|« /.test(text),
  );
  expect(wrong).toEqual([]);
});

test("the Chinese catalogue keeps to Chinese punctuation", () => {
  const wrong = Array.from(textsOf(catalogueOf("zh"))).filter(([, text]) => /\p{sc=Han}[,.:;!?]/u.test(text));
  expect(wrong).toEqual([]);
});

test("the Chinese catalogue addresses the reader in one way", () => {
  expect(Array.from(textsOf(catalogueOf("zh"))).filter(([, text]) => text.includes("你"))).toEqual([]);
});

test.each(languages)("the classic help in %s is lines of one command each, in columns", (language) => {
  const lines = catalogueOf(language).classicHelp.split("\r\n");
  expect(lines.map((line) => line.split(/ {2,}/).length)).toEqual([2, 2, 2, 2]);
  const columns = lines.map((line) => Bun.stringWidth(line.replace(/(?<= {2,})\S.*/, "")));
  expect(new Set(columns).size).toBe(1);
});

test.each(languages)(
  "the help of the chat line in %s fits into 80 columns, behind its indent of 8",
  (language) => {
    const wide = helpText(catalogueOf(language).client.commands)
      .split("\n")
      .filter((line) => Bun.stringWidth(line) > 80 - 8);
    expect(wide).toEqual([]);
  },
);

/** Commands, options, variables, and the values that a text is given: in `sample` they stand in signs of their own. */
const mentions =
  /«\w+»|(?<![\w/])\/[a-z]+\b|--[a-z-]+|\b[A-Z]{4,}_[A-Z]+\b|\$[A-Z]+|(?:Ctrl|Alt)-\w|UTF-8|JSON/g;

/** The sentences around a number of things that are counted: a language and a name for each. */
function counting(language: "en" | "fr") {
  const { client, face } = catalogueOf(language);
  const { members, rooms, notSent, notAcknowledged, brokenMessages, keptUnsent } = client;
  const { peopleHere, typingMany, newCount, missed } = face;
  const ofClient = { members, rooms, notSent, notAcknowledged, brokenMessages, keptUnsent };
  // English says these two without a noun that has a plural.
  const french = language === "fr" ? { newCount, missed } : {};
  return Object.entries({ ...ofClient, peopleHere, typingMany, ...french }).map(
    ([name, text]) => [language, name, text] as const,
  );
}

function missing(wanted: readonly string[] | null, found: readonly string[] | null): readonly string[] {
  return [...new Set(wanted ?? [])].filter((name) => found?.includes(name) !== true);
}

/** Every text of a catalogue by its path; functions are called with sample values, and once more without the optional. */
function textsOf(value: unknown, path = ""): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (typeof value === "string") texts.set(path, value);
  else if (typeof value === "function") {
    texts.set(path, called(value, [sample("a"), sample("b"), sample("c")]));
    texts.set(`${path} (less)`, called(value, [path.startsWith(".faults") ? sample("a") : 1, undefined, 1]));
  } else if (typeof value === "object" && value !== null)
    for (const [name, inner] of Object.entries(value))
      for (const [innerPath, text] of textsOf(inner, `${path}.${name}`)) texts.set(innerPath, text);
  return texts;
}

function called(text: unknown, values: readonly unknown[]): string {
  if (typeof text !== "function") return "";
  try {
    const result: unknown = Reflect.apply(text, undefined, values);
    return typeof result === "string" ? result : "";
  } catch {
    // A text that takes a list cannot say the number it is given the second time.
    return "-";
  }
}

/** A value that every text can take: a list of one, with the fields of every fault. */
function sample(name: string): unknown {
  const fields = ["depthMax", "bytesMax", "graphemesMax", "field", "expected", "value", "nickname"];
  return Object.assign([`«${name}»`], Object.fromEntries(fields.map((field) => [field, `«${field}»`])));
}

test.each([
  [1, "1"],
  [1_000, "1"],
  [1_001, "2"],
])("each language tells to wait %i ms as %s seconds, never less", (ms, seconds) => {
  for (const language of languages) {
    const told = catalogueOf(language).faults.busy({ code: "busy", retry_after: ms });
    expect(/\d+/.exec(told)?.[0]).toBe(seconds);
  }
});
