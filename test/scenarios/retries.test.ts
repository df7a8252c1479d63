import { describe } from "vitest";
import { scenario } from "../scenario.ts";

describe("an event that has happened", () => {
  scenario("happens by none of its other triggers while a listener is asked", "multiple-catch-listener.bpmn", (p) => {
    p.start({ order: "A" });
    p.message("paid", "A", { by: "card" });
    p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("paid", "A"));
    p.signal("waived", { by: "nobody" });
    p.completeJob("audit");
    p.walked("+multiple-catch-listener +start -start +any -any +end -end -multiple-catch-listener");
    p.variables({ order: "A", by: "card" });
  });

  scenario("nor while its mapping has an incident", "multiple-catch-output.bpmn", (p) => {
    p.start({ order: "A", limit: "many" });
    p.message("paid", "A");
    p.signal("waived");
    p.incidents("any IO_MAPPING_ERROR");
    p.setVariables({ limit: 3 });
    p.resolveIncident();
    p.variables({ order: "A", limit: 3, payer: true });
    p.ended();
  });
});

describe("an event that throws several triggers", () => {
  scenario("throws none of them again after an incident", "multiple-throw-retry.bpmn", (p) => {
    p.start();
    p.incidents("tell EXTRACT_VALUE_ERROR");
    p.resolveIncident();
    p.incidents("tell EXTRACT_VALUE_ERROR");
    p.setVariables({ to: "A" });
    p.resolveIncident();
    p.walked(`+multiple-throw-retry +start -start +tell +heard !EXTRACT_VALUE_ERROR +hear -hear +listen
      !EXTRACT_VALUE_ERROR -tell +end -end`);
    p.completeJob("listen");
    p.ended();
  });

  scenario("waits for what it has thrown and for its incident", "multiple-throw-waits.bpmn", (p) => {
    p.start();
    p.completeJob("book");
    p.waitsAt("tell", "cancel");
    p.incidents("tell EXTRACT_VALUE_ERROR");
    p.completeJob("cancel");
    p.waitsAt("tell");
    p.setVariables({ to: "A" });
    p.resolveIncident();
    p.walked(`+multiple-throw-waits +start -start +book -book +tell +cancel !EXTRACT_VALUE_ERROR -cancel -tell
      -multiple-throw-waits`);
  });

  scenario("waits for what it has thrown when its incident is resolved first", "multiple-throw-waits.bpmn", (p) => {
    p.start();
    p.completeJob("book");
    p.setVariables({ to: "A" });
    p.resolveIncident();
    p.waitsAt("tell", "cancel");
    p.completeJob("cancel");
    p.ended();
  });
});

scenario("a link goes on once, though its mapping had an incident", "link-retry.bpmn", (p) => {
  p.start({ limit: "many" });
  p.incidents("jump IO_MAPPING_ERROR");
  p.setVariables({ limit: 3 });
  p.resolveIncident();
  p.walked("+link-retry +start -start +jump +land !IO_MAPPING_ERROR -land +work -jump");
  p.completeJob("work");
  p.ended();
});

describe("an ad-hoc sub-process", () => {
  scenario("begins nothing else while what begins with it is not known", "ad-hoc-begin-retry.bpmn", (p) => {
    p.start({ chosen: "call" });
    p.incidents("care EXTRACT_VALUE_ERROR");
    p.rejects("AD_HOC_INVALID", () => p.activateAdHoc("care", ["write"]));
    p.signal("remind");
    p.waitsAt("care");
    p.setVariables({ chosen: ["call"] });
    p.resolveIncident();
    p.completeJob("call", { note: "well" });
    p.variables({ chosen: ["call"], note: "well", notes: ["well"] });
    p.ended();
  });

  scenario("has one incident for its completion condition", "ad-hoc-condition-retry.bpmn", (p) => {
    p.start();
    p.completeJob("call");
    p.completeJob("write");
    p.incidents("care CONDITION_ERROR");
    p.setVariables({ isWell: false });
    p.resolveIncident();
    p.waitsAt("visit");
    p.incidents();
    p.setVariables({ isWell: true });
    p.completeJob("visit");
    p.ended();
  });

  scenario("begins nothing when only its mapping is left", "ad-hoc-leave-retry.bpmn", (p) => {
    p.start({ limit: "many" });
    p.completeJob("call");
    p.incidents("care IO_MAPPING_ERROR");
    p.rejects("AD_HOC_INVALID", () => p.activateAdHoc("care", ["write"]));
    p.setVariables({ limit: 3 });
    p.resolveIncident();
    p.ended();
  });

  scenario("takes its worker's incident along when it is fulfilled", "ad-hoc-worker-leaves.bpmn", (p) => {
    p.start({ isWell: true });
    p.activateAdHoc("care", ["call"]);
    p.failJob("nurse", { retries: 0 });
    p.incidents("care JOB_NO_RETRIES");
    p.completeJob("call");
    p.incidents();
    p.completeJob("audit");
    p.ended();
  });
});
