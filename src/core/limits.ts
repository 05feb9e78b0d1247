/** The limits of what happens in rooms. */

/** Of one member's typing notices, more than one in this time are shown to nobody. */
export const typingPauseMs = 1_000;
/** After a start of the server, how long those who come back from before are not announced. */
export const silentRejoinMs = 60_000;
/** How long it stays as it is on disk when somebody was here last, so that coming back costs no write each time. */
export const holderRenewMs = 24 * 3_600_000;
