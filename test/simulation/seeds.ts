/** Seeds that once failed, each with what it found: they are run again, always. */
export const seeds: readonly (readonly [seed: number, found: string])[] = [];
