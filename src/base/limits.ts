/** The limits of what all layers share. */

/** A mistyped word, in UTF-16 units; what is beyond is not compared, so that a long input costs little. */
export const wordUnitsMax = 32;
