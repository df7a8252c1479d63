import { bpmn, node, timer } from "../../bpmnText.ts";
import { task } from "./parts.ts";

/** Nobody starts it but its timer, this often, from the moment it is deployed. */
export const ticker = (ticks: number) =>
  bpmn("ticker", [
    node("startEvent", "tick", timer("timeCycle", `R${ticks}/PT1S`)),
    task("tock"),
    node("endEvent", "end"),
    "tick -> tock -> end",
  ]);

export const ticked = { ticker: 1, tick: 1, tock: 1, end: 1 };
