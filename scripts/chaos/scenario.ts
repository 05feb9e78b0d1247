/** What a scenario is given, and what it comes to. */
import type { Random } from "../../test/simulation/random.ts";
import type { Place } from "./place.ts";

export interface Counts {
  /** Texts that writers tried to send. */
  readonly sent: number;
  readonly acknowledged: number;
  readonly stored: number;
  /** Messages that readers were given, all of them together. */
  readonly received: number;
  /** Gaps that readers were told. */
  readonly gaps: number;
  /** Connections that were cut. */
  readonly cuts: number;
  /** Processes that were killed. */
  readonly kills: number;
}

export type Outcome =
  | { readonly type: "ran"; readonly counts: Partial<Counts>; readonly problems: readonly string[] }
  | { readonly type: "skipped"; readonly reason: string };

export interface Setting {
  readonly place: Place;
  readonly random: Random;
  /** Of `cuts`: every so many bytes. */
  readonly stride: number;
}

export interface Scenario {
  readonly name: string;
  readonly run: (setting: Setting) => Promise<Outcome>;
}
