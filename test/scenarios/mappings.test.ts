import { scenario } from "../scenario.ts";

const given = { amount: 5, limit: 10, customer: { name: "Ada" } };

scenario("maps in and out, into members of variables", "mappings.bpmn", (p) => {
  p.start({ ...given, offer: { id: 7, price: 0 } });
  p.completeJob("quote", { price: 12, fair: 20, noise: true });
  p.walked("+mappings +start -start +quote -quote +end -end -mappings");
  p.variables({ ...given, offer: { id: 7, price: 12, isFair: true } });
});

scenario("waits for a person when an input mapping fails, and begins again", "mappings.bpmn", (p) => {
  p.start({ ...given, limit: "ten" });
  p.walked("+mappings +start -start +quote !IO_MAPPING_ERROR");
  p.setVariables({ limit: 10 });
  p.resolveIncident();
  p.completeJob("quote", { price: 12, fair: 20 });
  p.walked("-quote +end -end -mappings");
});

scenario("waits for a person when an output mapping fails, and asks no worker again", "mappings.bpmn", (p) => {
  p.start(given);
  p.completeJob("quote", { price: 12, fair: "twenty" });
  p.walked("+mappings +start -start +quote !IO_MAPPING_ERROR");
  p.variables(given);
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("quote"));
  p.setVariables({ fair: 20 }, { elementId: "quote" });
  p.resolveIncident();
  p.walked("-quote +end -end -mappings");
  p.variables({ ...given, offer: { price: 12, isFair: true } });
});

scenario("maps in from around the activity again when it is tried again", "input-retry.bpmn", (p) => {
  p.start({ n: 1, step: 1 });
  p.incidents("count EXTRACT_VALUE_ERROR");
  p.setVariables({ step: 10 });
  p.setVariables({ kind: "count" }, { elementId: "count" });
  p.resolveIncident();
  p.completeJob("count");
  p.ended();
  p.variables({ n: 1, step: 10, counted: [11, 12] });
});

scenario("maps in from what a person set at the activity, but for what the mappings set", "input-retry.bpmn", (p) => {
  p.start({ n: 1 });
  p.setVariables({ kind: "count", step: 2, n: 100 }, { elementId: "count" });
  p.resolveIncident();
  p.completeJob("count");
  p.variables({ n: 1, counted: [3, 4] });
});

scenario("maps out once when a condition behind it fails", "output-retry.bpmn", (p) => {
  p.start({ n: 1 });
  p.completeJob("count");
  p.walked("+output-retry +start -start +count !CONDITION_ERROR");
  p.variables({ n: 2 });
  p.setVariables({ isOk: true });
  p.resolveIncident();
  p.walked("-count +yes -yes -output-retry");
  p.variables({ n: 2, isOk: true });
});
