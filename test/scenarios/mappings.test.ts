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
