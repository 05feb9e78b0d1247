/** The settings file: what stands in it, by a table of settings, or what is wrong with it and in which lines. */
import { errorCode } from "../base/error-code.ts";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { configFolder } from "../client/identity/platform-folders.ts";
import type { SettingsTexts } from "../locale/arrival-texts.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import { assertNever } from "../base/assert-never.ts";
import { settingsBytesMax } from "./limits.ts";
import { nearest } from "../base/nearest.ts";
import { cleanLine, excerpt } from "../protocol/text.ts";
import type { Environment, Setting } from "./command.ts";
import type { Flag } from "./flag.ts";

/** `values` are as a command line would have them, by the flag's name; `problems` as they stand in the file. */
export type Settings =
  | { readonly ok: true; readonly values: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/** `line` counts from 1. */
export type SettingsProblem =
  | { readonly code: "folder" | "forbidden" }
  | { readonly code: "unreadable"; readonly reason: string }
  | { readonly code: "tooLong" }
  | { readonly code: "noToml"; readonly line: number; readonly reason: string }
  | {
      readonly code: "unknownKey";
      readonly line: number;
      readonly key: string;
      readonly nearest: string | undefined;
    }
  | {
      readonly code: "badValue";
      readonly line: number;
      readonly key: string;
      readonly value: string;
      readonly flag: Flag;
    };

export const noSettings: Settings = { ok: true, values: new Map() };

/** Empty, which is no file, for a user who has no home folder. */
export function settingsPath(environment: Environment): string {
  const folder = configFolder(environment);
  return folder === undefined ? "" : join(folder, "config.toml");
}

/** A file that is not there sets nothing. */
export function readSettings(path: string, settings: readonly Setting[]): Settings {
  try {
    const file = statSync(path);
    if (file.isDirectory()) return { ok: false, problems: [{ code: "folder" }] };
    if (file.size > settingsBytesMax) return { ok: false, problems: [{ code: "tooLong" }] };
    return parseSettings(readFileSync(path, "utf8"), settings);
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    if (code === "ENOENT" || code === "ENOTDIR") return noSettings;
    if (code === "EACCES" || code === "EPERM") return { ok: false, problems: [{ code: "forbidden" }] };
    return { ok: false, problems: [{ code: "unreadable", reason: code }] };
  }
}

export function parseSettings(text: string, settings: readonly Setting[]): Settings {
  const table = readToml(text.replace(/^\ufeff/, ""));
  if (!table.ok) return table;
  const checked = v.safeParse(schemaOf(settings), table.value);
  if (!checked.success) {
    const problems = checked.issues.map((issue) => problemOf(issue, text, settings));
    return { ok: false, problems: problems.toSorted((one, other) => one.line - other.line) };
  }
  const values = Object.entries(checked.output).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return { ok: true, values: new Map(values) };
}

/** One sentence about a problem. */
export function describeSettings(
  path: string,
  problem: SettingsProblem,
  { arrival, usage }: Catalogue,
): string {
  const texts: SettingsTexts = arrival.settings;
  const where = "line" in problem ? `${path}:${problem.line}` : path;
  switch (problem.code) {
    case "folder":
      return texts.folder(where);
    case "forbidden":
      return texts.forbidden(where);
    case "unreadable":
      return texts.unreadable(where, problem.reason);
    case "tooLong":
      return texts.tooLong(where, settingsBytesMax / 1024);
    case "noToml":
      return texts.noToml(where, problem.reason);
    case "unknownKey":
      return texts.unknownKey(where, excerpt(problem.key), problem.nearest);
    case "badValue":
      return texts.badValue(where, problem.key, excerpt(problem.value), problem.flag.expected(usage));
    default:
      return assertNever(problem);
  }
}

/** As a command line would have it. */
const kinds = {
  text: v.string(),
  number: v.pipe(v.number(), v.transform(String)),
  switch: v.pipe(
    v.boolean(),
    v.transform((on) => (on ? "yes" : "no")),
  ),
} as const;

function schemaOf(settings: readonly Setting[]) {
  const entries = settings.map(({ flag, holds }) => {
    const value = v.pipe(
      kinds[holds],
      v.check((raw: string) => flag.parse(raw) !== undefined),
    );
    return [flag.name, v.optional(value)] as const;
  });
  return v.objectWithRest(Object.fromEntries(entries), v.never());
}

type Placed = Extract<SettingsProblem, { line: number }>;

function problemOf(issue: v.BaseIssue<unknown>, text: string, settings: readonly Setting[]): Placed {
  const [{ key: name, value } = { key: "", value: undefined }] = issue.path ?? [];
  const key = typeof name === "string" ? name : "";
  const line = lineOf(key, text);
  const flag = settings.find((setting) => setting.flag.name === key)?.flag;
  if (flag !== undefined)
    return { code: "badValue", line, key, value: cleanLine(JSON.stringify(value) ?? ""), flag };
  const names = settings.map((setting) => setting.flag.name);
  return { code: "unknownKey", line, key: cleanLine(key), nearest: nearest(key.toLowerCase(), names) };
}

/** Where a key stands, as `key =`, `key.more =` or `[key]`. */
function lineOf(key: string, text: string): number {
  const index = text.split("\n").findIndex((line) => {
    const [, , name] = /^\s*\[{0,2}\s*(["']?)([^"'=.\]]*)\1\s*[=.\]]/.exec(line) ?? [];
    return name?.trim() === key;
  });
  return index + 1 || 1;
}

type Toml =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/** Bun does not say where it stopped (1.4.5): it is in the first line with which the text begins to be wrong for good. */
function readToml(text: string): Toml {
  const whole = tryToml(text);
  if (whole.ok) return whole;
  const lines = text.split("\n");
  const reasonAt = (count: number): string | undefined => {
    const part = tryToml(lines.slice(0, count).join("\n") + (count < lines.length ? "\n" : ""));
    return part.ok ? undefined : part.reason;
  };
  const good = lines.findLastIndex((_, index) => reasonAt(index + 1) === undefined) + 1;
  const same = lines.findIndex((_, index) => index >= good && reasonAt(index + 1) === whole.reason);
  const line = (same < 0 ? good : same) + 1;
  return { ok: false, problems: [{ code: "noToml", line, reason: whole.reason }] };
}

function tryToml(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string } {
  try {
    return { ok: true, value: Bun.TOML.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: cleanLine(message.replace(/^TOML Parse error: /, "")) };
  }
}
