import type { XmlElement } from "../model/xml.ts";
import type { Construct } from "./construct.ts";
import { constructsOf } from "./recognise.ts";
import { constructs } from "./table.ts";
import verdicts from "./verdicts.json" with { type: "json" };

/** Executed as the standard says, refused at deployment, or drawn for readers and without effect. */
export type CoverageVerdict = "executed" | "refused" | "documentation";

const known: Readonly<Record<string, string>> = verdicts;

/** What happens to a construct in a deployed model. */
export function verdictOf({ id }: Construct): CoverageVerdict {
  const verdict = known[id];
  return verdict === "executed" || verdict === "documentation" ? verdict : "refused";
}

/** The constructs that an element shows and that would be refused at deployment. */
export function refusedAt(element: XmlElement): readonly Construct[] {
  const shown = new Set(constructsOf(element));
  return constructs.filter((construct) => shown.has(construct.id) && verdictOf(construct) === "refused");
}
