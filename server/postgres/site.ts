import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import type { Places } from "./places.ts";

/** Everything a start has settled before it touches the cluster: where, as whom, with which programs. */
export interface Site {
  readonly places: Places;
  readonly account: Account;
  readonly binaries: Binaries;
  readonly log: (line: string) => void;
}
