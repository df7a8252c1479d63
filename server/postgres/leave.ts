import { dropClaim, otherClaims, withLock } from "./claims.ts";
import type { Places } from "./places.ts";
import { stopPostmaster } from "./postmaster.ts";

/** Ends one start's use of the postmaster; the last one to leave stops it. Done a second time it changes nothing for others. */
export const leave = (places: Places, claim: string) =>
  withLock(places.lock, async () => {
    dropClaim(places.users, claim);
    if (otherClaims(places.users, claim).length === 0) await stopPostmaster(places.cluster);
  });
