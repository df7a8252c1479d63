import { describe } from "vitest";
import { scenario } from "../scenario.ts";

const order = { total: 200 };
const decided = (id: string) => `+${id} +start -start +decide -decide +end -end -${id}`;

describe("a business rule task makes a decision", () => {
  scenario("at once, with what it requires, and keeps its value", ["decide-once.bpmn", "discount.dmn"], (p) => {
    p.start({ order, years: 7 });
    p.walked(decided("decide-once"));
    p.variables({ order, years: 7, percent: 0.15 });
    p.ended();
  });

  scenario("that its id is computed for", ["decide-computed.bpmn", "discount.dmn"], (p) => {
    p.start({ order, years: 1, which: "rank" });
    p.walked(decided("decide-computed"));
    p.variables({ order, years: 1, which: "rank", percent: "plain" });
  });

  scenario("with its mapped inputs, and brings what is mapped", ["decide-mapped.bpmn", "discount.dmn"], (p) => {
    p.start({ order, customer: { since: 9 } });
    p.variables({ order: { total: 200, percent: 0.15 }, customer: { since: 9 } });
    p.ended();
  });

  scenario("of the version with a tag", ["decide-tagged.bpmn", "discount-old.dmn"], (p) => {
    p.start({ order, years: 7 });
    p.variables({ order, years: 7, percent: 0.5 });
  });

  scenario("that was deployed with it", ["decide-deployed.bpmn", "discount.dmn"], (p) => {
    p.start({ order, years: 7 });
    p.variables({ order, years: 7, percent: 0.15 });
  });
});

describe("a decision that cannot be made", () => {
  scenario("waits for a person when several rules match where one may", ["decide-once.bpmn", "discount.dmn"], (p) => {
    p.start({ order: { total: 2_000 }, years: 1 });
    p.walked("+decide-once +start -start +decide !DECISION_EVALUATION_ERROR");
    p.setVariables({ order });
    p.resolveIncident();
    p.walked("-decide +end -end -decide-once");
    p.variables({ order, years: 1, percent: 0 });
  });

  scenario("waits for a person when there is none", ["decide-computed.bpmn", "discount.dmn"], (p) => {
    p.start({ order, years: 1, which: "nothing" });
    p.incidents("decide CALLED_DECISION_ERROR");
    p.setVariables({ which: "discount" });
    p.resolveIncident();
    p.ended();
  });

  scenario("waits for a person when its id is no text", ["decide-computed.bpmn", "discount.dmn"], (p) => {
    p.start({ order, years: 1, which: 1 });
    p.incidents("decide EXTRACT_VALUE_ERROR");
  });
});
