/**
 * Whether what is said today is what was recorded, as far as others depend on it. Fields may be added, but not those that
 * had a meaning already; times and tokens differ; sentences for people may be worded anew, but stay sentences in the same
 * place.
 */
import type { Heard } from "./format.ts";

/** What is known of the two runs that are compared. */
export interface Context {
  /** Every name of a field in the recording: a field that had a meaning may not appear where it was not. */
  readonly known: ReadonlySet<string>;
  /** Fields that have another value in each run, but the same wherever it comes again. */
  readonly renames: "token" | "key";
  /** Their values, from the recorded one to today's. */
  readonly renamed: Map<string, string>;
}

/** The `msg` of these are sentences for people, unless somebody said it. */
const sentences = ["login", "error", "system_msg", "help", "ignore", "broadcast", "single", "ls"];

/** The places at which what came differs from what was recorded. */
export function differences(recorded: Heard, came: Heard | undefined, context: Context): readonly string[] {
  if (came === undefined) return ["nothing came"];
  const [wanted, found] = [plain(recorded), plain(came)];
  if (wanted.kind !== found.kind) return [`${found.kind} came: ${found.text}`];
  const [fields, foundFields] = [fieldsIn(wanted.text), fieldsIn(found.text)];
  if (fields === undefined || foundFields === undefined)
    return sentenceOf(wanted.text) === sentenceOf(found.text) ? [] : [found.text];
  const said = fields["from"] !== undefined || context.renames === "key";
  const comparison = new Comparison(context, !said && sentences.includes(String(fields["type"])));
  return comparison.values(fields, foundFields, "");
}

/** The names of all fields in frames, at any depth. */
export function namesIn(frames: readonly Heard[]): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) names.add(name);
      look(inner);
    }
  };
  for (const frame of frames) look(fieldsIn(plain(frame).text));
  return names;
}

export function fieldsIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

class Comparison {
  readonly #context: Context;
  /** Whether `msg` is a sentence for people. */
  readonly #sentence: boolean;

  constructor(context: Context, sentence: boolean) {
    this.#context = context;
    this.#sentence = sentence;
  }

  values(wanted: unknown, found: unknown, path: string): readonly string[] {
    if (Array.isArray(wanted) && Array.isArray(found) && wanted.length !== found.length)
      return [`${path}: ${found.length} items`];
    if (!isObject(wanted) || !isObject(found))
      return Object.is(wanted, found) ? [] : [`${path}: ${JSON.stringify(found)}`];
    const today = new Map(Object.entries(found));
    const added = Object.keys(found).filter((name) => !(name in wanted) && this.#context.known.has(name));
    return [
      ...added.map((name) => `${path}.${name}: ${JSON.stringify(today.get(name))}`),
      ...Object.entries(wanted).flatMap(([name, value]) =>
        this.#field(name, [value, today.get(name)], `${path}.${name}`),
      ),
    ];
  }

  #field(name: string, [wanted, found]: readonly [unknown, unknown], path: string): readonly string[] {
    const same = typeof wanted === typeof found;
    if (volatile.has(name) && typeof wanted === "number") return same ? [] : [`${path}: no number`];
    if (typeof wanted !== "string" || typeof found !== "string") return this.values(wanted, found, path);
    const { renames, renamed } = this.#context;
    if (name === renames && !renamed.has(wanted)) renamed.set(wanted, found);
    const expected = name === renames ? renamed.get(wanted) : wanted;
    const sentence = path === ".msg" && this.#sentence;
    return (sentence ? sentenceOf(wanted) === sentenceOf(found) : expected === found)
      ? []
      : [`${path}: ${JSON.stringify(found)}`];
  }
}

const volatile = new Set(["time", "since", "spoke"]);

/** A sentence for people without its words and time; a list, or what somebody said, stays as it is. */
function sentenceOf(text: string): string {
  const timeless = text.replace(/^\[TIME : \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\]\r\n/, "[TIME]\r\n");
  const end = timeless.endsWith("\r\n") ? "\r\n" : "";
  const system = /^(?:\[TIME\]\r\n)?\[ SYSTEM \] : /.exec(timeless)?.[0];
  if (system !== undefined) return `${system}…${end}`;
  return timeless.startsWith("[") || timeless === "" ? timeless : `…${end}`;
}

function plain(heard: Heard): { readonly kind: string; readonly text: string } {
  if (typeof heard === "string") return { kind: "a line", text: heard };
  return "closed" in heard ? { kind: "the end", text: "" } : { kind: "a padded frame", text: heard.padded };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value);
}
