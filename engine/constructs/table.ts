import { activities } from "./activities.ts";
import type { Construct } from "./construct.ts";
import { data } from "./data.ts";
import { events } from "./events.ts";
import { extensions } from "./extensions.ts";
import { gateways } from "./gateways.ts";

/**
 * Everything that a model can be drawn with, one row each. The rows say what there is; whether it is executed, a probe
 * of each row has found out (`verdicts.json`), and the scenarios that show it stand in `scenarios.json`.
 */
export const constructs: readonly Construct[] = [...activities, ...gateways, ...events, ...data, ...extensions];
