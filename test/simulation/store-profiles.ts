/** Stores that later ones may be like: one that takes its time, and one that another server writes into, too. */
import type { CreditLimits } from "../../src/server/credits.ts";
import type { CrashLogOptions } from "./crash-log.ts";

export type StoreProfile = "slow" | "shared";

/** So little that every talk meets the bounds. */
export const slowCredits: CreditLimits = {
  sessionProposalsMax: 1,
  sessionBytesMax: 600,
  itemsMax: 6,
  bytesMax: 1_200,
};

export const storeProfiles: Readonly<Record<StoreProfile, Partial<CrashLogOptions>>> = {
  slow: { later: true, commitMsMax: 1_500 },
  shared: { shared: true },
};
