/**
 * Sorts the test files into unit tests and others. Unit tests are those of one source file (contracts and simulation are of
 * many), which start no process and open no socket, neither themselves nor in the helpers that they import.
 */
import { dirname, join, relative, resolve } from "node:path";
import { root } from "../binary.ts";

/** Paths from the project's folder on, in order. */
export interface TestFiles {
  readonly unit: readonly string[];
  readonly other: readonly string[];
}

const outside = /\bBun\.(?:spawn|spawnSync|listen|connect|serve)\b|node:(?:child_process|net|http)/;
const ofMany = /^test[\\/](?:contracts|simulation)[\\/]/;

export async function testFiles(): Promise<TestFiles> {
  const found = await Array.fromAsync(new Bun.Glob("test/**/*.test.ts").scan({ cwd: root }));
  const paths = found.toSorted();
  const isOther = await Promise.all(
    paths.map(async (path) => ofMany.test(path) || (await reachesOutside(resolve(root, path)))),
  );
  return {
    unit: paths.filter((_, index) => isOther[index] === false),
    other: paths.filter((_, index) => isOther[index] === true),
  };
}

const reached = new Map<string, Promise<boolean>>();

/** Imports of `src` are not followed: it opens nothing by being imported. The helpers have no import cycles. */
function reachesOutside(path: string): Promise<boolean> {
  const known = reached.get(path);
  if (known !== undefined) return known;
  const found = look(path);
  reached.set(path, found);
  return found;
}

async function look(path: string): Promise<boolean> {
  const text = await Bun.file(path).text();
  if (outside.test(text)) return true;
  const imported = new Bun.Transpiler({ loader: "ts" })
    .scanImports(text)
    .map(({ path: name }) => join(dirname(path), name))
    .filter((other) => other.endsWith(".ts") && !relative(root, other).startsWith("src"));
  const found = await Promise.all(imported.map(reachesOutside));
  return found.includes(true);
}
