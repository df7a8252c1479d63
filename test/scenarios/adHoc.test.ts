import { describe } from "vitest";
import type { JobResult } from "../../engine/vocabulary.ts";
import { scenario } from "../scenario.ts";

/** What a worker answers: what begins, and whether it is over. */
const decides = (
  elementIds: readonly string[],
  how: Partial<JobResult & { type: "adHocSubProcess" }> = {},
): JobResult => ({
  type: "adHocSubProcess",
  elements: elementIds.map((elementId) => ({ elementId, variables: {} })),
  isCancelingRemaining: false,
  isConditionFulfilled: false,
  ...how,
});

describe("active elements", () => {
  scenario("begin together and complete it with the last of them", "ad-hoc.bpmn", (p) => {
    p.start({ wanted: ["visit", "call"] });
    p.waitsAt("visit", "call");
    p.completeJob("call");
    p.waitsAt("visit");
    p.completeJob("visit");
    p.walked("+ad-hoc +start -start +care +care +care +visit +call -call -care -visit -care -care +end -end -ad-hoc");
  });

  scenario("begin one after the other where the ordering is sequential", "ad-hoc-sequential.bpmn", (p) => {
    p.start({ wanted: ["visit", "call"] });
    p.waitsAt("visit");
    p.activateAdHoc("care", ["write"]);
    p.waitsAt("visit");
    p.completeJob("visit");
    p.waitsAt("call");
    p.completeJob("call");
    p.waitsAt("write");
    p.completeJob("write");
    p.ended();
  });

  scenario("must be a list of what can begin there", "ad-hoc.bpmn", (p) => {
    p.start({ wanted: "visit" });
    p.incidents("care EXTRACT_VALUE_ERROR");
    for (const wanted of [["nothing"], ["end"], ["care"], ["visit", "visit"], [7]]) {
      p.setVariables({ wanted });
      p.resolveIncident();
      p.incidents("care EXTRACT_VALUE_ERROR");
    }
    p.setVariables({ wanted: ["visit"] });
    p.resolveIncident();
    p.completeJob("visit");
    p.ended();
  });

  scenario("have incidents as everywhere", "ad-hoc.bpmn", (p) => {
    p.start({ wanted: ["visit", "call"] });
    p.failJob("visit", { retries: 0 });
    p.incidents("visit JOB_NO_RETRIES");
    p.completeJob("call");
    p.waitsAt("visit");
    p.resolveIncident();
    p.completeJob("visit");
    p.ended();
  });
});

describe("completion condition", () => {
  scenario("ends what is still active", "ad-hoc-condition.bpmn", (p) => {
    p.start({ wanted: ["visit", "call", "write"], isWell: false });
    p.completeJob("visit");
    p.waitsAt("call", "write");
    p.completeJob("call", { isWell: true });
    p.walked(`+ad-hoc-condition +start -start +care +care +care +care +visit +call +write -visit -care
      -call -care xwrite xcare -care +end -end -ad-hoc-condition`);
  });

  scenario(
    "lets what is active end where cancelRemainingInstances is false",
    "ad-hoc-condition-remaining.bpmn",
    (p) => {
      p.start({ wanted: ["visit", "call", "write"], isWell: false });
      p.completeJob("visit", { isWell: true });
      p.waitsAt("call", "write");
      p.completeJob("call", { isWell: false });
      p.waitsAt("write");
      p.completeJob("write");
      p.ended();
    },
  );

  scenario("keeps it open while it is not true", "ad-hoc-condition.bpmn", (p) => {
    p.start({ wanted: ["visit"], isWell: false });
    p.completeJob("visit");
    p.waitsAt("care");
    p.activateAdHoc("care", ["call"]);
    p.completeJob("call", { isWell: true });
    p.ended();
  });

  scenario("must be true or false", "ad-hoc-condition.bpmn", (p) => {
    p.start({ wanted: ["visit"] });
    p.completeJob("visit", { isWell: 5 });
    p.incidents("care CONDITION_ERROR");
    p.setVariables({ isWell: true });
    p.resolveIncident();
    p.ended();
  });
});

describe("activation from outside", () => {
  scenario("begins activities with their variables, several times", "ad-hoc-api.bpmn", (p) => {
    p.start({ isWell: false });
    p.waitsAt("care");
    p.activateAdHoc("care", ["call", "plan"], { variables: { number: 5 } });
    p.activateAdHoc("care", ["call"], { variables: { number: 6 } });
    p.waitsAt("call", "plan", "call");
    p.completeJob("call", { number: 7 });
    p.variables({ isWell: false });
    p.activateAdHoc("care", ["visit"], { isCancelingRemaining: true });
    p.waitsAt("visit");
    p.completeJob("visit", { isWell: true });
    p.ended();
  });

  scenario("is refused for what cannot begin there", "ad-hoc-api.bpmn", (p) => {
    p.start({ isWell: true });
    for (const ids of [["end"], ["then"], ["care"], ["nothing"], ["call", "call"]])
      p.rejects("AD_HOC_INVALID", () => p.activateAdHoc("care", ids));
    p.rejects("ELEMENT_NOT_FOUND", () => p.activateAdHoc("start", ["call"]));
    p.activateAdHoc("care", ["call"]);
    p.completeJob("call");
    p.ended();
    p.rejects("ELEMENT_NOT_FOUND", () => p.activateAdHoc("care", ["call"]));
  });
});

describe("a worker", () => {
  scenario("decides what begins, and is asked again when something has ended", "ad-hoc-worker.bpmn", (p) => {
    p.start();
    p.waitsAt("care");
    p.completeJob("nurse", { plan: "p" }, decides(["call", "write"]));
    p.waitsAt("call", "write");
    p.completeJob("call", { note: "called" });
    p.waitsAt("write");
    p.completeJob("nurse", {}, decides(["visit"]));
    p.waitsAt("write", "visit");
    p.completeJob("visit", { note: "visited" });
    p.completeJob("write", { note: "written" });
    p.waitsAt("care");
    p.completeJob("nurse", {}, decides([], { isConditionFulfilled: true }));
    p.ended();
    p.variables({ plan: "p", note: "written", notes: ["called", "written", "visited"] });
  });

  scenario("ends what is active, or waits for it", "ad-hoc-worker.bpmn", (p) => {
    p.start();
    p.completeJob("nurse", {}, decides(["call", "write", "visit"]));
    p.completeJob("call", { note: "called" });
    p.completeJob("nurse", {}, decides([], { isConditionFulfilled: true }));
    p.waitsAt("write", "visit");
    p.completeJob("visit", { note: "visited" });
    p.waitsAt("write");
    p.completeJob("write", { note: "written" });
    p.ended();
    p.variables({ note: "written", notes: ["called", "written", "visited"] });
  });

  scenario("cancels the rest with its answer", "ad-hoc-worker.bpmn", (p) => {
    p.start();
    p.completeJob("nurse", {}, decides(["call", "write"]));
    p.completeJob("call", { note: "called" });
    p.completeJob("nurse", {}, decides([], { isConditionFulfilled: true, isCancelingRemaining: true }));
    p.walked(`+ad-hoc-worker +start -start +care +care +care +call +write -call -care xwrite xcare -care
      +end -end -ad-hoc-worker`);
    p.variables({ note: "called", notes: ["called", null] });
  });

  scenario("is refused an answer that means nothing", "ad-hoc-worker.bpmn", (p) => {
    p.start();
    p.rejects("JOB_RESULT_INVALID", () => p.completeJob("nurse", {}, decides(["end"])));
    const denied = { type: "userTask", isDenied: true, deniedReason: "", corrections: {} } as const;
    p.rejects("JOB_RESULT_INVALID", () => p.completeJob("nurse", {}, denied));
    p.completeJob("nurse", {}, decides(["call"]));
    p.rejects("JOB_RESULT_INVALID", () => p.completeJob("call", {}, decides([])));
  });
});

describe("inside", () => {
  scenario("results are collected in the order of activation", "ad-hoc-output.bpmn", (p) => {
    p.start({ wanted: ["visit", "call"] });
    p.completeJob("call", { note: "called" });
    p.completeJob("visit", { note: "visited" });
    p.ended();
    p.variables({ wanted: ["visit", "call"], note: "visited", notes: ["visited", "called"] });
  });

  scenario("flows are followed, and boundary events stand", "ad-hoc-flows.bpmn", (p) => {
    p.start({ wanted: ["ask", "write"] });
    p.completeJob("ask", { isUrgent: true });
    p.waitsAt("write", "now");
    p.activateAdHoc("care", ["ask"]);
    p.advance("PT1H");
    p.waitsAt("write", "now", "insist");
    p.completeJob("now");
    p.completeJob("write");
    p.completeUserTask("insist");
    p.ended();
  });

  scenario("an event sub-process runs beside it, and it waits for that", "ad-hoc-events.bpmn", (p) => {
    p.start({ wanted: ["visit"], patientId: "a" });
    p.message("complaint", "a");
    p.completeJob("visit");
    p.waitsAt("soothe");
    p.completeUserTask("soothe");
    p.ended();
  });

  scenario("an event sub-process that interrupts is its end", "ad-hoc-events.bpmn", (p) => {
    p.start({ wanted: ["visit", "call"], patientId: "a" });
    p.message("leave", "a");
    p.waitsAt("bill");
    p.completeUserTask("bill");
    p.walked(`+ad-hoc-events +start -start +care +care +care +visit +call xvisit xcare xcall xcare
      +leaving +left -left +bill -bill +billed -billed -leaving -care +end -end -ad-hoc-events`);
  });

  scenario("that is its end whatever its condition says", "ad-hoc-events-condition.bpmn", (p) => {
    p.start({ isWell: false, patientId: "a" });
    p.message("leave", "a");
    p.rejects("AD_HOC_INVALID", () => p.activateAdHoc("care", ["call"]));
    p.completeUserTask("bill");
    p.ended();
  });

  scenario("and nobody asks the worker again", "ad-hoc-events-worker.bpmn", (p) => {
    p.start({ patientId: "a" });
    p.message("leave", "a");
    p.rejects("JOB_NOT_FOUND", () => p.completeJob("nurse"));
    p.completeUserTask("bill");
    p.ended();
  });

  scenario("an error ends it", "ad-hoc-events.bpmn", (p) => {
    p.start({ wanted: ["visit", "call"], patientId: "a" });
    p.throwError("visit", "DIED");
    p.walked(`+ad-hoc-events +start -start +care +care +care +visit +call xvisit xcare xcall xcare xcare
      +died -died +mourned -mourned -ad-hoc-events`);
  });

  scenario("what was done can be undone", "ad-hoc-undone.bpmn", (p) => {
    p.start({ wanted: ["call", "write"] });
    p.completeJob("write");
    p.completeJob("call");
    p.completeJob("cancel-call");
    p.completeJob("cancel-write");
    p.walked(`+ad-hoc-undone +start -start +care +care +care +call +write -write -care -call -care -care
      +undo +care +cancel-call -cancel-call +cancel-write -cancel-write -care -undo +end -end -ad-hoc-undone`);
  });

  scenario("and nobody is asked what to do then", "ad-hoc-undone-worker.bpmn", (p) => {
    p.start();
    p.completeJob("nurse", {}, decides(["call"]));
    p.completeJob("call");
    p.completeJob("nurse", {}, decides([], { isConditionFulfilled: true }));
    p.completeJob("cancel-call");
    p.ended();
  });
});
