import { describe } from "vitest";
import { scenario } from "../scenario.ts";

describe("where an ad-hoc sub-process meets", () => {
  scenario("an event sub-process, only its own activities give results", "ad-hoc-reminded.bpmn", (p) => {
    p.start();
    p.advance("PT1H");
    p.activateAdHoc("care", ["visit"]);
    p.completeJob("visit", { answer: "yes" });
    p.completeJob("call", { answer: "no" });
    p.ended();
    p.variables({ answers: ["no", "yes"], answer: "no" });
  });

  scenario("an incident of its worker, it is gone when the worker is asked anew", "ad-hoc-worker-fails.bpmn", (p) => {
    p.start();
    p.activateAdHoc("care", ["call"]);
    p.failJob("care", { retries: 0 });
    p.incidents("care JOB_NO_RETRIES");
    p.completeJob("call");
    p.incidents();
    p.completeJob(
      "care",
      {},
      { type: "adHocSubProcess", elements: [], isCancelingRemaining: false, isConditionFulfilled: true },
    );
    p.ended();
  });
});

scenario(
  "nothing starts at an event sub-process: its event has not happened",
  "start-at-event-sub-process.bpmn",
  (p) => {
    p.rejects("START_NOT_POSSIBLE", () => p.start({ key: "1" }, { elementIds: ["stop"] }));
    p.start({ key: "1" });
    p.waitsAt("work");
  },
);

scenario(
  "an event that throws to its caller and undoes goes on when both are done",
  ["escalation-and-compensation.bpmn", "escalation-and-compensation-called.bpmn"],
  (p) => {
    p.start();
    const called = p.instance("escalation-and-compensation-called");
    called.waitsAt("off", "refund");
    called.completeJob("refund");
    called.walked(
      "+escalation-and-compensation-called +begin -begin +book -book +off +refund -refund -off -escalation-and-compensation-called",
    );
    p.ended();
  },
);
