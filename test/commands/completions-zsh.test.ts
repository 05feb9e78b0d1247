/** What the script for zsh makes of labels, which may hold what zsh takes for its own. */
import { expect, test } from "bun:test";
import { zshCompletions } from "../../src/commands/completions-zsh.ts";

const folder = { label: "a:b:c\\d\\e", words: [], folder: true, many: false };

test.each([
  ["an option's value", "'--data=[text]:a\\:b\\:c\\\\d\\\\e:_files -/'"],
  ["the first value of a command", "'1:a\\:b\\:c\\\\d\\\\e:_files -/'"],
  ["any number of others", "'*:x: '"],
])("zshCompletions has each colon and backslash in a label escaped: %s", (_, spec) => {
  const options = [{ name: "data", text: "text", value: folder }];
  const values = [folder, { label: "x", words: [], folder: false, many: true }];
  const script = zshCompletions({
    options: [],
    commands: [{ name: "open", text: "opens", options, values }],
  });
  expect(script).toContain(spec);
});

test("zshCompletions has nothing offered beside --help and --version, which stand alone", () => {
  const options = ["help", "version", "json"].map((name) => ({ name, text: "text", value: undefined }));
  const script = zshCompletions({
    options,
    commands: [{ name: "open", text: "opens", options, values: [] }],
  });
  for (const name of ["help", "version"]) expect(script.split(`'(- *)--${name}[text]'`)).toHaveLength(3);
  expect(script.split("'--json[text]'")).toHaveLength(3);
});
