/**
 * The project's own rules that no linter knows: which layer imports which, what the core keeps away from, what every file
 * has. Each breach is told with its file and line.
 */
import { expect, test } from "bun:test";
import { dirname, join, normalize, resolve } from "node:path";
import packageFile from "../package.json" with { type: "json" };
import layersFile from "../src/layers.json" with { type: "json" };

const root = resolve(import.meta.dir, "..");

/**
 * Which layer may import which; within a layer all is free. A file that lies directly in `src` is a layer of its own.
 * `client/session` stands for that folder of a layer alone. The linter reads the same file.
 */
const layers: Readonly<Record<string, Layer>> = layersFile.layers;

interface Layer {
  readonly imports: readonly string[];
  /** Only these packages; any, where none are named. */
  readonly packages?: readonly string[];
}

/** State machines: they depend on their state and their events alone, so that a simulation can drive them. */
const pure = new RegExp(`^src/(?:${layersFile.pure.join("|")})/`);

const impure =
  /\b(?:Date|crypto|async|await|Promise|console|process|Bun|performance|queueMicrotask|fetch|set(?:Timeout|Interval|Immediate))\b|\bMath\s*\.\s*random\b/;

const linesMax = 300;

/** Folders of `test` that do not mirror `src`: they test the whole, or help. */
const unmirrored = ["simulation", "e2e", "contracts", "scenarios", "support", "benchmarks", "chaos"];

test("src keeps the rules", async () => {
  const found = (await filesOf("src/**/*.ts")).flatMap(({ path, text }) => [
    ...importProblems(path, text),
    ...fileProblems(path, text),
  ]);
  expect(found).toEqual([]);
});

test("test and scripts keep the rules for files", async () => {
  const files = [...(await filesOf("test/**/*.ts")), ...(await filesOf("scripts/**/*.ts"))];
  expect(files.flatMap(({ path, text }) => fileProblems(path, text))).toEqual([]);
});

test("test mirrors src", async () => {
  const sources = new Set((await filesOf("src/**/*.ts")).map(({ path }) => path));
  const orphans = (await filesOf("test/**/*.test.ts"))
    .map(({ path }) => path)
    .filter((path) => path !== "test/tidy.test.ts" && !unmirrored.includes(path.split("/")[1] ?? ""))
    .filter((path) => !sources.has(path.replace(/^test\//, "src/").replace(/\.test\.ts$/, ".ts")));
  expect(orphans).toEqual([]);
});

test("bun.lock names no registry", async () => {
  const lines = (await Bun.file(join(root, "bun.lock")).text()).split("\n");
  expect(lines.filter((line) => /https?:/.test(line))).toEqual([]);
});

test("every pinned bun is the one of package.json", async () => {
  const wanted = `bun@${packageFile.devDependencies.bun}`;
  for (const path of [".ci/run", "README.md"]) {
    const file = Bun.file(join(root, path));
    const pinned = (await file.exists()) ? ((await file.text()).match(/\bbun@[\w.]+/g) ?? []) : [];
    expect(pinned.filter((pin) => pin !== wanted)).toEqual([]);
  }
});

/** The rules themselves, on files that break them, since a rule that never fails holds nothing. */
const header = "/** A file. */\n";
const breaches: readonly (readonly [path: string, text: string, problem: string])[] = [
  ["src/core/a.ts", `import type { X } from "../log/x.ts";`, "src/core/a.ts:2 core may not import log/x.ts"],
  ["src/core/a.ts", `export type { X } from "../log/x.ts";`, "src/core/a.ts:2 core may not import log/x.ts"],
  ["src/core/a.ts", `type X = import("../log/x.ts").X;`, "src/core/a.ts:2 core may not import log/x.ts"],
  ["src/core/a.ts", `import { join } from "node:path";`, "src/core/a.ts:2 core may not import node:path"],
  ["src/core/a.ts", `import {\n  a,\n} from "valibot";`, "src/core/a.ts:2 core may not import valibot"],
  ["src/core/a.ts", `const now = Date.now();`, "src/core/a.ts:2 a state machine may not use Date"],
  [
    "src/core/a.ts",
    `const chance = Math.random();`,
    "src/core/a.ts:2 a state machine may not use Math.random",
  ],
  [
    "src/client/session/a.ts",
    `const now = Date.now();`,
    "src/client/session/a.ts:2 a state machine may not use Date",
  ],
  ["src/core/a.ts", `export async function f() {}`, "src/core/a.ts:2 a state machine may not use async"],
  ["src/core/a.ts", "const a = `now ${Date.now()}`;", "src/core/a.ts:2 a state machine may not use Date"],
  ["src/protocol/a.ts", `import "hono";`, "src/protocol/a.ts:2 protocol may not import hono"],
  [
    "src/protocol/a.ts",
    `import { a } from "../locale/en.ts";`,
    "src/protocol/a.ts:2 protocol may not import locale/en.ts",
  ],
  [
    "src/client/plain/a.ts",
    `import { a } from "../../server/a.ts";`,
    "src/client/plain/a.ts:2 client may not import server/a.ts",
  ],
  [
    "src/server/a.ts",
    `await import("../client/a.ts");`,
    "src/server/a.ts:2 server may not import client/a.ts",
  ],
  [
    "src/web/a.ts",
    `import { a } from "../client/terminal/a.ts";`,
    "src/web/a.ts:2 web may not import client/terminal/a.ts",
  ],
  [
    "src/commands/a.ts",
    `import { a } from "../main.ts";`,
    "src/commands/a.ts:2 commands may not import main.ts",
  ],
  ["src/main.ts", `import { a } from "./server/a.ts";`, "src/main.ts:2 main may not import server/a.ts"],
  [
    "src/log/a.ts",
    `import { a } from "../../scripts/a.ts";`,
    "src/log/a.ts:2 src may not import scripts/a.ts",
  ],
  [
    "src/web/a.ts",
    `import { a } from "../client/face.ts";`,
    "src/web/a.ts:2 web may not import client/face.ts",
  ],
  [
    "src/base/a.ts",
    `import { a } from "../protocol/entry.ts";`,
    "src/base/a.ts:2 base may not import protocol/entry.ts",
  ],
  ["src/log/a.ts", `const rowsMax = 8;`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `export const pauseMs = 2 * rowsMax;`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `const smallBytes = 300;`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `const rowUnits = 40;`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `  return text.length * 2 + 200;`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `  "cache_size = -65536",`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `const name = /^[a-z]{1,40}$/;`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `  return text.slice(-50);`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `  return Math.max(256, bytes);`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `  return port <= 65_535;`, "src/log/a.ts:2 a bound outside of limits.ts"],
  ["src/log/a.ts", `export default 1;`, "src/log/a.ts:2 a default export"],
  ["src/log/a.ts", `// ${"TO"}${"DO"}: more`, "src/log/a.ts:2 unfinished: make it an issue"],
  ["src/log/a.ts", "\n".repeat(linesMax), `src/log/a.ts:301 longer than ${linesMax} lines`],
];

test.each(breaches.map(([path, body, problem]) => [problem, path, body] as const))(
  "tidy tells %s",
  (problem, path, body) => {
    const text = header + body;
    expect([...importProblems(path, text), ...fileProblems(path, text)]).toEqual([problem]);
  },
);

test("tidy refuses a file that does not say what it is", () => {
  expect(fileProblems("src/a.ts", "export {};\n")).toEqual([
    "src/a.ts:1 no docstring that says what the file is",
  ]);
});

const blameless: readonly (readonly [path: string, text: string])[] = [
  ["src/core/a.ts", `import { a } from "./b.ts";\nimport { b } from "../protocol/text.ts";`],
  [
    "src/core/a.ts",
    `// The Date comes in with the event.\n/* no await */\nconst a = "async", b = 'Date', c = \`Date\`;`,
  ],
  ["src/client/plain/a.ts", `import { a } from "../face.ts";`],
  ["src/web/a.ts", `import { a } from "../client/session/outbox.ts";`],
  ["src/log/limits.ts", `export const rowsMax = 8;`],
  ["src/log/a.ts", `const msPerDay = 86_400_000;`],
  ["src/log/a.ts", `const tabColumns = 39;`],
  ["src/log/a.ts", `const digits = /^[0-9]{1,15}$/;`],
  ["src/log/a.ts", `// as in SQLite: cache_size = -65536, or 2 + 200`],
  ["src/log/a.ts", `const seconds = ms / 1_000;`],
  ["src/log/a.ts", `import { Database } from "bun:sqlite";\n// import { a } from "../server/a.ts";`],
];

test.each(blameless)("tidy lets pass %s, blameless %#", (path, body) => {
  const text = header + body;
  expect([...importProblems(path, text), ...fileProblems(path, text)]).toEqual([]);
});

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

async function filesOf(pattern: string): Promise<readonly SourceFile[]> {
  const paths = (await Array.fromAsync(new Bun.Glob(pattern).scan({ cwd: root }))).toSorted();
  return Promise.all(
    paths.map(async (path) => ({
      path: path.replaceAll("\\", "/"),
      text: await Bun.file(join(root, path)).text(),
    })),
  );
}

function importProblems(path: string, text: string): readonly string[] {
  const layer = layerOf(path);
  const code = blank(text, comments);
  const problems = Array.from(code.matchAll(imports), (match) => {
    const what = importProblem(path, layer, match[1] ?? match[2] ?? "");
    return what === undefined ? [] : [`${path}:${lineAt(code, match.index)} ${what}`];
  }).flat();
  if (!pure.test(path)) return problems;
  const lines = blank(code, strings).split("\n");
  const uses = lines.flatMap((line, index) => {
    const word = impure.exec(line)?.[0];
    return word === undefined ? [] : [`${path}:${index + 1} a state machine may not use ${word}`];
  });
  return [...problems, ...uses];
}

function importProblem(path: string, layer: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) {
    const allowed = layers[layer]?.packages?.includes(specifier) ?? true;
    return allowed ? undefined : `${layer} may not import ${specifier}`;
  }
  const target = normalize(join(dirname(path), specifier)).replaceAll("\\", "/");
  if (!target.startsWith("src/")) return `src may not import ${target}`;
  const other = layerOf(target);
  if (other === layer) return undefined;
  const allowed = layers[layer]?.imports.some((name) => name === other || target.startsWith(`src/${name}/`));
  return allowed === true ? undefined : `${layer} may not import ${target.slice(4)}`;
}

function fileProblems(path: string, text: string): readonly string[] {
  const lines = text.replace(/\n$/, "").split("\n");
  const code = blank(text, comments).split("\n");
  const problems: string[] = [];
  if (!/^(?:#!.*\n)?\/\*\*/.test(text)) problems.push(`${path}:1 no docstring that says what the file is`);
  if (lines.length > linesMax) problems.push(`${path}:${linesMax + 1} longer than ${linesMax} lines`);
  lines.forEach((line, index) => {
    if (/^export default\b/.test(line) && !path.endsWith(".config.ts"))
      problems.push(`${path}:${index + 1} a default export`);
    if (isBound(code[index] ?? "") && path.startsWith("src/") && !path.endsWith("/limits.ts"))
      problems.push(`${path}:${index + 1} a bound outside of limits.ts`);
    if (unfinished.test(line)) problems.push(`${path}:${index + 1} unfinished: make it an issue`);
  });
  return problems;
}

function isBound(line: string): boolean {
  return bounds.some((bound) => bound.test(line));
}

/** The definition of a bound with a value of its own, and a bound without a name. */
const bounds: readonly RegExp[] = [
  /^(?:export )?const \w+(?:Max|Min|Ms|Default) = [-\d]/,
  /^(?:export )?const \w+(?:Max|Min|Ms) = \w+ [*+-]/,
  // 40 and more; smaller ones are dimensions, such as the width of a tab.
  /^(?:export )?const \w+(?:Bytes|Units|Characters|Count|Entries|Lines|Rows|Columns|Pages|Digits) = -?(?:[4-9]\d|\d[\d_]{2,})/,
  // A summand; a comparison; the bound of `Math.max` or `Math.min`.
  /[\w)] (?:\+|<=?|>=?) [1-9][\d_]{2,}(?![\w.])/,
  /\bMath\.(?:max|min)\([1-9][\d_]{2,},/,
  // A setting in a string, as of SQLite.
  /["`]\w+ = -?\d{3,}["`]/,
  // In a regular expression: 20 and more, beyond the digits of a safe integer.
  /\{\d*,(?:[2-9]\d|\d{3,})\}/,
  /\.slice\(-\d{2,}\)/,
];

/** Written so that this file does not hold the words. */
const unfinished = /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/;

/** `src/core/step.ts` is of the layer `core`, `src/main.ts` of `main`. */
function layerOf(path: string): string {
  return (path.split("/")[1] ?? "").replace(/\.ts$/, "");
}

/** Static imports and re-exports, of types too, and `import("…")` as an expression or a type. */
const imports = /^(?:import|export)\b(?:[^;"']*?\bfrom)?\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
/** Plain strings, and templates without expressions; code inside a template stays and is looked at. */
const strings = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`/g;

/** The text with matches blanked out, every line where it was. */
function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match) => match.replace(/[^\n]/g, " "));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
