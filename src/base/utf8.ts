/** UTF-8 sizes of texts. */

/** Whether a text takes at most `bytesMax` bytes. For most texts their length alone decides. */
export function fitsUtf8(text: string, bytesMax: number): boolean {
  if (text.length > bytesMax) return false;
  // A UTF-16 unit takes at most three bytes.
  return text.length * 3 <= bytesMax || encoder.encode(text).length <= bytesMax;
}

const encoder = new TextEncoder();
