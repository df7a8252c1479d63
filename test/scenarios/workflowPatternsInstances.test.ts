import { scenario } from "../scenario.ts";

/*
 * The workflow control-flow patterns of several instances of one activity: 12 to 15, 26, 27, 34 and 35.
 *
 * 36, the dynamic partial join for multiple instances, has no BPMN: how many instances a multi-instance activity has is
 * settled when it begins (§13.3.7), and instances added as in 15 are not counted by a completion condition.
 */

scenario("WCP-12 multiple instances without synchronization", "pattern-instances-without-synchronization.bpmn", (p) => {
  p.start({ letters: 2 });
  p.waitsAt("send", "send");
  p.completeJob("send");
  p.completeJob("send");
  p.ended();
  p.variables({ letters: 2, sent: 2 });
});

scenario("WCP-13 multiple instances known at design time", "pattern-instances-known-at-design-time.bpmn", (p) => {
  p.start();
  p.waitsAt("sign", "sign", "sign");
  p.completeJob("sign");
  p.completeJob("sign");
  p.completeJob("sign");
  p.waitsAt("file");
});

scenario("WCP-14 multiple instances known at run time", "pattern-instances-known-at-run-time.bpmn", (p) => {
  p.start({ reviewers: ["Ada", "Grace"] });
  p.waitsAt("review", "review");
  p.completeJob("review", { verdict: "yes" });
  p.completeJob("review", { verdict: "no" });
  p.waitsAt("decide");
  p.walked(
    `+pattern-instances-known-at-run-time +start -start +review +review +review -review -review -review +decide`,
  );
  p.variables({ reviewers: ["Ada", "Grace"], verdicts: ["yes", "no"] });
});

scenario("WCP-14 multiple instances of nobody", "pattern-instances-known-at-run-time.bpmn", (p) => {
  p.start({ reviewers: [] });
  p.waitsAt("decide");
  p.variables({ reviewers: [], verdicts: [] });
});

scenario("WCP-15 multiple instances that nobody knew of", "pattern-instances-not-known-before.bpmn", (p) => {
  p.start({ caseId: "pattern-case" });
  p.message("pattern-witness", "pattern-case");
  p.waitsAt("hear", "hear-another");
  p.message("pattern-witness", "pattern-case");
  p.completeJob("hear");
  p.completeJob("hear-another");
  p.waitsAt("hear-another");
  p.completeJob("hear-another");
  p.waitsAt("judge");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("pattern-witness", "pattern-case"));
});

scenario("WCP-26 cancel multiple instance activity", "pattern-cancel-instances.bpmn", (p) => {
  p.start({ tender: "pattern-tender-1", suppliers: ["A", "B", "C"] });
  p.completeJob("ask");
  p.message("pattern-call-off", "pattern-tender-1");
  p.walked(`+pattern-cancel-instances +start -start +ask +ask +ask +ask -ask xask xask xask
    +called-off -called-off +off -off -pattern-cancel-instances`);
});

scenario("WCP-27 complete multiple instance activity", "pattern-complete-instances.bpmn", (p) => {
  p.start({ tender: "pattern-tender-2", suppliers: ["A", "B", "C"] });
  p.completeJob("ask");
  p.message("pattern-enough", "pattern-tender-2");
  p.waitsAt("choose");
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("ask"));
});

const partialJoin = "pattern-static-partial-join-for-instances.bpmn";

scenario("WCP-34 static partial join for multiple instances", partialJoin, (p) => {
  p.start({ experts: ["A", "B", "C"] });
  p.completeJob("ask");
  p.waitsAt("ask", "ask");
  p.completeJob("ask");
  p.waitsAt("ask", "decide");
  p.completeJob("decide");
  p.completeJob("ask");
  p.walked(`+pattern-static-partial-join-for-instances +start -start +ask +ask +ask +ask -ask -ask +quorum -quorum
    +decide -decide +decided -decided -ask -ask +all-said -all-said -pattern-static-partial-join-for-instances`);
});

scenario(
  "WCP-35 cancelling partial join for multiple instances",
  "pattern-cancelling-partial-join-for-instances.bpmn",
  (p) => {
    p.start({ experts: ["A", "B", "C"] });
    p.completeJob("ask", { answer: 1 });
    p.completeJob("ask", { answer: 2 });
    p.waitsAt("decide");
    p.walked(`+pattern-cancelling-partial-join-for-instances +start -start +ask +ask +ask +ask -ask -ask xask -ask
    +decide`);
    p.variables({ experts: ["A", "B", "C"], answers: [1, 2, null] });
  },
);
