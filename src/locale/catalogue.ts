/**
 * What every language has to say: one field for each text that people read. A catalogue that lacks one does not
 * compile.
 */
import type { Wording } from "../protocol/answers.ts";
import type { StoreProblem } from "../base/store-error.ts";
import type { ArrivalTexts } from "./arrival-texts.ts";
import type { ClientTexts, PipeTexts } from "./client-texts.ts";
import type { FaceTexts, KeyTexts } from "./face-texts.ts";
import type { ManualTexts, UsageTexts } from "./usage-texts.ts";

export interface Catalogue extends Wording {
  /** For dates, as BCP 47 has it. */
  readonly languageTag: string;
  readonly serve: ServeTexts;
  readonly store: StoreTexts;
  readonly client: ClientTexts;
  readonly arrival: ArrivalTexts;
  readonly face: FaceTexts;
  readonly keys: KeyTexts;
  readonly pipe: PipeTexts;
  readonly usage: UsageTexts;
  readonly manual: ManualTexts;
}

/** What `chat serve` prints for its operator. */
export interface ServeTexts {
  readonly listening: (name: string) => string;
  readonly joinWith: string;
  readonly pageAt: (address: string) => string;
  readonly noPage: (port: number) => string;
  readonly pageLead: string;
  readonly pageMissing: string;
  readonly keptIn: (folder: string) => string;
  readonly keptInMemory: string;
  /** A data folder of an earlier version is copied to `copy` first. */
  readonly upgrading: (folder: string, copy: string) => string;
  readonly copied: (megabytes: number, total: number) => string;
  readonly upgraded: (copy: string) => string;
  readonly stopHint: string;
  readonly stopping: string;
  /** `flag` is the option that names the port. */
  readonly portTaken: (port: number, flag: string) => string;
  readonly portForbidden: (port: number, flag: string) => string;
  readonly hostUnusable: (host: string) => string;
  readonly listenFailed: (reason: string) => string;
}

/** Why a data folder cannot be used: a sentence for each problem. `megabytes` are missing on the disk. */
export type StoreTexts = {
  readonly [Problem in StoreProblem]: (folder: string, megabytes?: number) => string;
};
