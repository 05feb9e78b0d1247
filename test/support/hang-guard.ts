/**
 * How long a test may hang. Neither is a bound on speed: both are far above what the slowest machine needs, so a test that
 * passes on an idle machine passes on a busy one.
 */

/** A wait for one event. It ends before the test does, so that it can say what it waited for. */
export const hangGuardMs = 120_000;

/** A whole test. The runner's own default is 5 s, which a busy machine exceeds. */
export const testTimeoutMs = 300_000;
