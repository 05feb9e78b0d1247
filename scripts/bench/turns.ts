/** The order of the measurements of a cell, and who is left out. */

/**
 * Measures all in turns (A B C A B C …), so that what else the machine does meets all alike. Whoever failed in a round is
 * left out of the following rounds. Resolves to the outcomes of each, in the order of the competitors; the outcome of a
 * failure is the last of its row.
 *
 * @param outcomes is filled as it goes, so that it holds what was measured when `measure` throws
 */
export async function measureInTurns<Competitor, Outcome>(
  outcomes: ReadonlyMap<Competitor, Outcome[]>,
  rounds: number,
  measure: (
    competitor: Competitor,
    round: number,
  ) => Promise<{ readonly outcome: Outcome; readonly failed: boolean }>,
): Promise<void> {
  const out = new Set<Competitor>();
  for (let round = 0; round < rounds; round += 1)
    for (const [competitor, row] of outcomes) {
      if (out.has(competitor)) continue;
      const { outcome, failed } = await measure(competitor, round);
      row.push(outcome);
      if (failed) out.add(competitor);
    }
}
