/** What Tab makes of the beginning of a word. `|` is the cursor. */
import { expect, test } from "bun:test";
import { continueCompletion, startCompletion } from "../../../../src/client/terminal/input/completion.ts";
import type { Draft } from "../../../../src/client/terminal/input/draft.ts";

const words = {
  nicknames: ["bobby", "Bob", "小明", "Straße"],
  commands: ["ls", "/leave", "help"],
  rooms: ["lobby", "garden", "Gate", "花园"],
  enteredRooms: ["lobby", "Gate", "@Bob"],
};

function at(marked: string): Draft {
  return { text: marked.replace("|", ""), cursor: marked.indexOf("|") };
}

function marked({ text, cursor }: Draft): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

test.each([
  ["@b|", "@bobby |"],
  ["@B|", "@bobby |"],
  ["hello @小|", "hello @小明 |"],
  ["@STRASSE|", "@Straße |"],
  ["@bob| hi", "@bobby| hi"],
  ["line\n@bo|", "line\n@bobby |"],
  ["bo|", "bobby: |"],
  ["BO| is here", "bobby:| is here"],
  ["one\nbo|", "one\nbobby: |"],
  ["hello bo|", "hello bobby |"],
  ["hello bo| and all", "hello bobby| and all"],
  ["谢谢 小|", "谢谢 小明 |"],
  ["/query bob b|", "/query bob bobby |"],
  ["/topic b|", "/topic bobby |"],
  ["/l|", "/ls |"],
  ["/LE|", "/leave |"],
  ["/join ga|", "/join garden |"],
  ["/j 花|", "/j 花园 |"],
  ["/leave g|", "/leave Gate |"],
  ["/leave |", "/leave lobby |"],
  ["/leave @b|", "/leave @Bob |"],
  ["/join #ga|", "/join garden |"],
  ["/who g|", "/who Gate |"],
  ["/query b|", "/query bobby |"],
  ["/msg @b|", "/msg @bobby |"],
  ["/WHOIS str|", "/WHOIS Straße |"],
  ["/ignore 小|", "/ignore 小明 |"],
  ["/notify m|", "/notify mentions |"],
  ["/notify |", "/notify all |"],
  ["/help le|", "/help leave |"],
  ["/help /le|", "/help leave |"],
  ["/me thanks @b|", "/me thanks @bobby |"],
  ["/away :tad|", "/away 🎉|"],
  ["hi :tad|", "hi 🎉|"],
  ["(:fire:|", "(🔥|"],
  [":Thumbsup|", "👍|"],
  [":+1:|", "👍|"],
  ["no :-1|", "no 👎|"],
  ["好:heart:|!", "好💗|!"],
])("startCompletion of %j", (from, to) => {
  expect(marked(startCompletion(at(from), words)?.draft ?? at("|"))).toBe(to);
});

test.each([
  ["nobody|"],
  ["the end |"],
  ["|"],
  ["@nobody|"],
  ["a /l|"],
  ["mail@bo|"],
  ["/unknown|"],
  ["12:30|"],
  ["a:b|"],
  ["hi:fire|"],
  ["say /join ga|"],
  ["/join nowhere|"],
  ["/join @b|"],
  ["/who @b|"],
  [":x:|"],
])("startCompletion leaves %j alone", (from) => {
  expect(startCompletion(at(from), words)).toBeUndefined();
});

test("continueCompletion keeps the colon behind who is called", () => {
  const first = startCompletion(at("bo|"), words);
  if (first === undefined) throw new Error("nothing completed");
  expect(marked(continueCompletion(first.draft, first.completion, 1).draft)).toBe("Bob: |");
});

test("continueCompletion goes round, either way", () => {
  const first = startCompletion(at("@bo|!"), words);
  if (first === undefined) throw new Error("nothing completed");
  const second = continueCompletion(first.draft, first.completion, 1);
  const third = continueCompletion(second.draft, second.completion, 1);
  const back = continueCompletion(third.draft, third.completion, -1);
  expect([first, second, third, back].map(({ draft }) => marked(draft))).toEqual([
    "@bobby |!",
    "@Bob |!",
    "@bobby |!",
    "@Bob |!",
  ]);
});
