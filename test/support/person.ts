/** What happens to somebody at a terminal while they type, whatever the terminal is, and what must be seen of it then. */
import { expect } from "bun:test";
import type { SocketClient } from "./socket-client.ts";

/** A terminal with the program in it. */
export interface Person {
  readonly text: string;
  readonly draft: string | undefined;
  /** How much the program has written. */
  readonly written: number;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  until(expected: string | (() => boolean)): Promise<void>;
}

/** Each sign once: one that is seen twice is left over from an input area that was not taken away. */
export const signs = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕";

/** Types the signs in a room of 80 columns, some after each change of the size, and looks for every one of them. */
export async function typeInManySizes(person: Person): Promise<void> {
  const typed = Array.from(signs);
  const step = typed.length / sizes.length;
  for (const [index, [columns, rows]] of sizes.entries()) {
    person.type(typed.slice(index * step, (index + 1) * step).join(""));
    await person.until(typed[(index + 1) * step - 1] ?? "");
    const { written } = person;
    person.resize(columns, rows);
    await person.until(() => person.written > written);
    const { text } = person;
    expect(typed.filter((sign) => countOf(text, sign) > 1)).toEqual([]);
  }
  await person.until(() => person.draft?.replaceAll("\n", "") === signs);
  const { text } = person;
  expect(typed.filter((sign) => countOf(text, sign) !== 1)).toEqual([]);
}

/** Types a line while so many messages come with each key; every key must be seen, then every message, in order. */
export async function typeInFlood(
  person: Person,
  flood: SocketClient,
  { line, perKey }: { readonly line: string; readonly perKey: number },
): Promise<void> {
  for (const [index, key] of Array.from(line).entries()) {
    const numbers = Array.from({ length: perKey }, (_, at) => index * perKey + at);
    flood.say(...numbers.map((number) => ({ type: "broadcast", msg: `no. ${number}.`, key: `k${number}` })));
    person.type(key);
    const typed = line.slice(0, index + 1).trimEnd();
    await person.until(() => person.draft === typed);
    await flood.until(() => flood.text.includes(`"k${(index + 1) * perKey - 1}"`));
  }
  person.type("\r");
  await person.until(() => person.draft === "");
  await person.until(`ann: ${line}`);
  const shown = Array.from(person.text.matchAll(/flood: no\. (\d+)\./g), ([, number]) => Number(number));
  expect(shown).toEqual(Array.from({ length: line.length * perKey }, (_, number) => number));
}

/** The last is the first again. The number of signs is a multiple of theirs. */
const sizes = [
  [40, 24],
  [120, 30],
  [80, 12],
  [20, 24],
  [20, 5],
  [80, 24],
] as const;

function countOf(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
