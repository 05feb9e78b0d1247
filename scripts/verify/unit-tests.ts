/**
 * Which test files are unit tests: those of one source file (contracts and simulation are of many), which start no process
 * and open no socket, neither themselves nor in the helpers that they import.
 */
import { dirname, join, relative, resolve } from "node:path";
import { root } from "../binary.ts";

const outside = /\bBun\.(?:spawn|spawnSync|listen|connect|serve)\b|node:(?:child_process|net|http)/;

/** Their paths, from the project's folder on, in order. */
export async function unitTests(): Promise<readonly string[]> {
  const found = await Array.fromAsync(new Bun.Glob("test/**/*.test.ts").scan({ cwd: root }));
  const paths = found.filter((path) => !/^test[\\/](?:contracts|simulation)[\\/]/.test(path));
  const reaching = await Promise.all(paths.map((path) => reachesOutside(resolve(root, path))));
  return paths.filter((_, index) => reaching[index] === false).toSorted();
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
