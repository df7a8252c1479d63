import { aggregates } from "./aggregates.ts";
import { contexts, dmnContexts } from "./contexts.ts";
import { conversions } from "./conversions.ts";
import type { BuiltIns } from "./form.ts";
import { lists } from "./lists.ts";
import { numbers } from "./numbers.ts";
import { ranges } from "./ranges.ts";
import { dmnRegularExpressions, regularExpressions } from "./regularExpressions.ts";
import { strings } from "./strings.ts";
import { temporals } from "./temporal.ts";

/** All built-in functions by name. `is defined` is no function: the compiler asks whether there is something. */
export const builtIns: BuiltIns = {
  ...conversions,
  ...strings,
  ...regularExpressions,
  ...lists,
  ...aggregates,
  ...numbers,
  ...contexts,
  ...temporals,
  ...ranges,
};

/** Those of DMN's dialect: the few that differ instead of Camunda's. */
export const dmnBuiltIns: BuiltIns = { ...builtIns, ...dmnRegularExpressions, ...dmnContexts };
