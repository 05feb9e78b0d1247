/** The size of texts in UTF-8. */

/** Whether a text takes at most so many bytes. For most texts their length alone decides. */
export function fitsUtf8(text: string, bytesMax: number): boolean {
  if (text.length > bytesMax) return false;
  // No UTF-16 unit takes more than three bytes.
  return text.length * 3 <= bytesMax || encoder.encode(text).length <= bytesMax;
}

const encoder = new TextEncoder();
