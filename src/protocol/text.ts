/**
 * Sanitises texts of users, so that none can move a cursor, colour a screen or hide what it says. The server applies
 * it to input, the client to everything it shows.
 */
import { combiningMarksMax, excerptUnitsMax } from "./limits.ts";

/**
 * A text that is safe to store and show: line breaks (as `\n`) and tabs are kept; escape sequences, other control
 * characters and bidirectional overrides are removed; lone surrogates are replaced; runs of combining marks are cut.
 * Idempotent.
 *
 * @source ECMA-48 (control functions), UAX #9 (directional formatting), CVE-2021-42574, CVE-2021-27135
 */
export function cleanText(text: string): string {
  if (plain.test(text)) return text;
  return text
    .toWellFormed()
    .replace(escapeSequence, "")
    .replace(lineBreak, "\n")
    .replace(control, "")
    .replace(directional, "")
    .replace(markRun, "$1");
}

/** The same on one line, for names, topics and away messages: line breaks and tabs become spaces. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/[\n\t]+/g, " ");
}

/**
 * The action of a message that begins with `/me `; undefined for any other text.
 *
 * @source XEP-0245 (the /me command)
 */
export function actionOf(text: string): string | undefined {
  if (!text.startsWith(actionPrefix)) return undefined;
  const action = text.slice(actionPrefix.length);
  return action.trim() === "" ? undefined : action;
}

const actionPrefix = "/me ";

/** A user's value to be quoted in a sentence: cleaned, on one line, truncated. */
export function excerpt(value: string): string {
  const line = cleanLine(value.slice(0, excerptUnitsMax * 2));
  return line.length <= excerptUnitsMax ? line : `${line.slice(0, excerptUnitsMax).toWellFormed()}…`;
}

/** The fast path for most messages: one test instead of six replacements. */
const plain = /^[\x20-\x7e]*$/;

/**
 * CSI, then OSC/DCS/SOS/PM/APC up to their terminator (or, without one, to the end of the line), then two-byte
 * escapes, with the 7-bit and the 8-bit introducer.
 */
const escapeSequence =
  // oxlint-disable-next-line no-control-regex -- control characters are this module's subject
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?/g;

const lineBreak = /\r\n?|\u0085|\u2028|\u2029/g;
// oxlint-disable-next-line no-control-regex -- control characters are this module's subject
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
const directional = /[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g;
const markRun = new RegExp(`(\\p{M}{${combiningMarksMax}})\\p{M}+`, "gu");
