/** One frame of v2 is one line of JSON. */

/** The JSON of an object, with its line break. Fields that are undefined are left out. */
export function jsonLine(fields: object): string {
  return `${JSON.stringify(fields)}\n`;
}
