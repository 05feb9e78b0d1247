/**
 * The linter's configuration: the rules of `src/oxlint.json`, and one rule for each layer, made from `src/layers.json`.
 * The linter wants its configuration as a default export.
 */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { layers } from "../src/layers.json" with { type: "json" };
import rules from "../src/oxlint.json" with { type: "json" };

interface Layer {
  /** Layers, or one folder of a layer: `client/session`. */
  readonly imports: readonly string[];
  /** Only these packages; any, where none are named. */
  readonly packages?: readonly string[];
}

const source = resolve(import.meta.dir, "../src");

/** The rule for one layer: what it may not import, and the sentence that the linter shows then. */
function restriction([layer, { imports, packages }]: readonly [string, Layer]) {
  const banned = Object.keys(layers)
    .filter((name) => name !== layer && !imports.includes(name))
    .flatMap((name) => bannedParts(name, imports));
  const message = `${layer} may import only ${imports.join(", ") || "nothing"} (see src/layers.json).`;
  const patterns = [
    { regex: `^(\\.\\.?/)+(${banned.join("|")})(/|\\.ts$)`, message },
    ...(packages === undefined
      ? []
      : [
          {
            group: ["*", "!./**", "!../**", ...packages.map((name) => `!${name}`)],
            message: "Not this package.",
          },
        ]),
  ];
  return {
    files: [`**/src/${layer}/**/*.ts`, `**/src/${layer}.ts`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

/** A layer, or, where one of its folders may be imported, all that lies beside that folder. */
function bannedParts(name: string, imports: readonly string[]): readonly string[] {
  if (!imports.some((path) => path.startsWith(`${name}/`))) return [name];
  return readdirSync(join(source, name))
    .map((entry) => `${name}/${entry.replace(/\.ts$/, "")}`)
    .filter((path) => !imports.includes(path));
}

// oxlint-disable-next-line import/no-default-export -- the linter asks for one
export default { ...rules, overrides: [...rules.overrides, ...Object.entries(layers).map(restriction)] };
