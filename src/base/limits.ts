/** Limits that several layers share. */

/** The longest word that is compared, in UTF-16 units. The rest of a longer one is ignored, which bounds the cost. */
export const wordUnitsMax = 32;
/** How long an ending program waits until the reader of its output has read the rest. */
export const outputGraceMs = 2_000;
/**
 * Nickname holders that are remembered, in memory and across restarts, so that direct messages find their mailbox.
 */
export const holdersMax = 10_000;
/** The approximate memory of an entry, a notice or a proposal, besides its text: the objects, names and keys. */
export const itemOverheadBytes = 300;
/** The highest port of TCP. */
export const portMax = 65_535;
