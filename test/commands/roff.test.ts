/** Texts in roff: what roff would take for its own is escaped, and comes out of a renderer as it went in. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { bold, item, lines, paragraph, section, text, title } from "../../src/commands/roff.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

test.each([
  ["--no-http=no", "\\-\\-no\\-http=no"],
  ["C:\\chat", "C:\\echat"],
  [".PP", "\\&.PP"],
  ["'br", "\\(aqbr"],
  ['say "a"', "say \\(dqa\\(dq"],
  ["`a^b~c`", "\\(gaa\\(hab\\(tic\\(ga"],
  ["one\n.SH two", "one .SH two"],
  ["one\n\n.SH two\n.SH three", "one .SH two .SH three"],
  ["a\u001b[31m", "a[31m"],
  ["café …", "caf\\[u00E9] ..."],
  ["好。", "\\[u597D]\\:\\[u3002]\\:"],
  ["😀", "\\[u1F600]"],
])("text of %j is %j", (raw, expected) => {
  expect(text(raw)).toBe(expected);
});

test.skipIf(Bun.which("groff") === null)("what was escaped is read as it was written", async () => {
  const all = [".dot", "'quote", "\\backslash \\fB \\n(yr", "--option 'a' \"b\" `c` ^d ~e", "café 中文 😀"];
  const page = [
    ...title('A "T" -', "a source"),
    section('"Heading" \\'),
    ...paragraph(text(".dot")),
    ...lines(all.map((line) => text(line))),
    ...item(bold('.tag "x"'), text("'quote")),
    "",
  ].join("\n");
  const groff = Bun.spawn(["groff", "-man", "-ww", "-Tutf8", "-P-cbou"], {
    stdin: new Blob([page]),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, error] = await Promise.all([groff.stdout.text(), groff.stderr.text()]);
  expect(error).toBe("");
  for (const line of [...all, '"Heading" \\', '.tag "x"']) expect(out).toContain(line);
});
