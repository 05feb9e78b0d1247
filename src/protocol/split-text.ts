/** Splits long texts for receivers with a limit: the classic form in both directions. */

/**
 * Splits a text into parts of at most `bytesMax` bytes, as counted by `sizeOf`: between grapheme clusters, and at a
 * CRLF in the second half of a part, which is then dropped. A cluster has no bound of its own (joined emoji, stacked
 * Hangul): one that is longer than a part is split between characters. A character longer than a part is a part of
 * its own. Returns at least one part.
 */
export function splitText(
  text: string,
  bytesMax: number,
  sizeOf: (text: string) => number,
): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let bytes = 0;
  const clusters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  for (const segment of clusters.flatMap((cluster) =>
    sizeOf(cluster) > bytesMax ? Array.from(cluster) : cluster,
  )) {
    const size = sizeOf(segment);
    const full = bytes + size > bytesMax && part !== "";
    const lineEnd = segment === "\r\n" && bytes > bytesMax / 2;
    if (full || lineEnd) {
      parts.push(part);
      part = "";
      bytes = 0;
    }
    if (lineEnd) continue;
    part += segment;
    bytes += size;
  }
  return part === "" && parts.length > 0 ? parts : [...parts, part];
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
