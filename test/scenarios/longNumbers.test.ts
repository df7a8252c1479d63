import { describe } from "vitest";
import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Json } from "../../engine/feel/values.ts";
import { scenario } from "../scenario.ts";

const patientId = parseJson<Json>("12345678901234567890");

describe("a number that JavaScript would round", () => {
  scenario("is a correlation key with all its digits", "ad-hoc-events.bpmn", (p) => {
    p.start({ wanted: ["visit"], patientId });
    p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("complaint", "12345678901234567000"));
    p.message("complaint", "12345678901234567890");
    p.completeJob("visit");
    p.completeUserTask("soothe");
    p.ended();
  });

  scenario("keeps them through mappings, decisions and the journal", ["decide-mapped.bpmn", "discount.dmn"], (p) => {
    p.start({ order: { total: patientId }, customer: { since: 9 } });
    p.variables({ order: { total: patientId, percent: 0.15 }, customer: { since: 9 } });
    p.ended();
  });
});
