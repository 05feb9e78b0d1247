/** Marks in messages. A span is shown as its text in the sign of its style; what is plain stands alone. */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { markUp } from "../../../../src/client/terminal/view/markup.ts";
import { cpuSecondsOf, linearCpuSecondsMax, longInputUnits } from "../../../support/linear-time.ts";

const signs: Readonly<Record<string, string>> = { "2": "-", "1": "B", "38;5;66": "C", "4": "L", "1;4": "BL" };

function marked(text: string): string {
  return markUp(text)
    .map((span) =>
      span.style === undefined ? span.text : `{${signs[span.style] ?? span.style} ${span.text}}`,
    )
    .join("");
}

test.each([
  ["nothing here", "nothing here"],
  ["run `ls -l` now", "run {- `}{C ls -l}{- `} now"],
  ["``a``", "{- ``}{C a}{- ``}"],
  ["a ` alone", "a ` alone"],
  ["a `b\nc` d", "a `b\nc` d"],
  ["so **very bold**!", "so {- **}{B very bold}{- **}!"],
  ["你**好**吗", "你{- **}{B 好}{- **}吗"],
  ["2**3**4", "2**3**4"],
  ["** no **", "** no **"],
  ["`**a**`", "{- `}{C **a**}{- `}"],
  ["see https://x.example/a?b=c#d.", "see {L https://x.example/a?b=c#d}."],
  ["(https://x.example/a_(b))", "({L https://x.example/a_(b)})"],
  ["https://x.example，好", "{L https://x.example}，好"],
  ["**https://x.example**", "{- **}{BL https://x.example}{- **}"],
  ["`https://x.example`", "{- `}{C https://x.example}{- `}"],
  ["javascript:alert(1) ftp://x file:///etc", "javascript:alert(1) ftp://x file:///etc"],
  ["https://", "https://"],
  ["https://[bad", "https://[bad"],
  ["```js\nlet `a` = **1**;\n```\nb", "{- ```js\n}{C let `a` = **1**;\n}{- ```}\nb"],
  ["a\n```\ncode", "a\n{- ```\n}{C code}{- }"],
  ["   ```\nx\n   ```", "{-    ```\n}{C x\n}{-    ```}"],
  ["    ```\nx", "    ```\nx"],
  ["a ```\nx", "a ```\nx"],
  ["```\nx\n```  ", "{- ```\n}{C x\n}{- ```  }"],
  ["```\nx\n    ```\n```", "{- ```\n}{C x\n    ```\n}{- ```}"],
  ["```\nx\n``` y\n```", "{- ```\n}{C x\n``` y\n}{- ```}"],
  ["HTTPS://X.example", "{L HTTPS://X.example}"],
  ["```\n```", "{- ```\n}{C }{- ```}"],
])("markUp of %j", (text, expected) => {
  expect(marked(text)).toBe(expected);
});

test("markUp leads where the text says, in ASCII", () => {
  const links = markUp("https://例え.jp/道 http://a@b.example/\u200b?x").flatMap(({ link }) => link ?? []);
  expect(links).toEqual(["https://xn--r8jz45g.jp/%E9%81%93", "http://a@b.example/"]);
});

test("markUp never loses, adds or moves a character, and lets no link hold one that ends it", () => {
  const part = fc.constantFrom(
    "`",
    "**",
    "```",
    "\n",
    "https://",
    "x.example",
    "(",
    ")",
    ".",
    " ",
    "你",
    "a",
    "\u200b",
    ";",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      const spans = markUp(text);
      expect(spans.map((span) => span.text).join("")).toBe(text);
      expect(spans.every(({ link }) => link === undefined || /^https?:\/\/[\x21-\x7e]+$/.test(link))).toBe(
        true,
      );
    }),
  );
});

test.each(["`", "**", "``", "**a", "`a\n", "```\n", "https://", "https://a(", "* *", ")"])(
  "markUp takes time in proportion to a long run of %j",
  (part) => {
    const text = `https://a${part.repeat(Math.floor(longInputUnits / part.length))}`;
    expect(cpuSecondsOf(() => markUp(text))).toBeLessThan(linearCpuSecondsMax);
  },
);
