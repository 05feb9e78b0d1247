/** A frame's fields, for tests that look at what travelled. */

/** @throws when the frame is no JSON object */
export function fieldsOf(frame: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(frame);
  if (!isObject(value)) throw new Error(`not an object: ${frame}`);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
