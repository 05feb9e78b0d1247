/** The limits of what all layers share. */

/** A mistyped word, in UTF-16 units; what is beyond is not compared, so that a long input costs little. */
export const wordUnitsMax = 32;
/** How long a program that is told to end waits for whoever reads its output. */
export const outputGraceMs = 2_000;
/** Former holders of nicknames whose private messages still find them, in memory and after a restart. */
export const holdersMax = 10_000;
