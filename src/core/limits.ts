/** The limits of the core. */

/**
 * How long after a message that could not be stored those behind it are refused, too: a round trip, in which the client
 * learns of it.
 */
export const overtakingMs = 250;
/** The shortest interval between two typing notices of a member; others in between are dropped. */
export const typingPauseMs = 1_000;
/** After a start of the server, how long the joins of members who resume are silent. */
export const silentRejoinMs = 60_000;
/** How old a holder's time in the store may be before a login renews it, so that not every login costs a write. */
export const holderRenewMs = 24 * 3_600_000;
