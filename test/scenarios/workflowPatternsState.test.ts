import { scenario } from "../scenario.ts";

/*
 * The workflow control-flow patterns of state, triggers, iteration and ending: 10, 11, 16 to 25, 40 and 43.
 *
 * 39, the critical section, has no BPMN: nothing keeps an activity from running while another one of a different branch
 * does. What must exclude each other has to stand together in one sequential ad-hoc sub-process (40).
 */

scenario("WCP-10 arbitrary cycles", "pattern-arbitrary-cycle.bpmn", (p) => {
  p.start({ isToEdit: true, isHard: false });
  p.completeJob("write");
  p.completeJob("review");
  p.completeJob("edit", { isChanged: false, isHard: true });
  p.completeJob("edit", { isChanged: true });
  p.completeJob("review", { isToEdit: false });
  p.walked(`+pattern-arbitrary-cycle +start -start +write -write +to-review -to-review +review -review
    +reviewed -reviewed +to-edit -to-edit +edit -edit +edited -edited +to-edit -to-edit +edit -edit +edited -edited
    +to-review -to-review +review -review +reviewed -reviewed +published -published -pattern-arbitrary-cycle`);
});

scenario("WCP-11 implicit termination", "pattern-implicit-termination.bpmn", (p) => {
  p.start();
  p.completeJob("right");
  p.waitsAt("left");
  p.completeJob("left");
  p.ended();
});

scenario("WCP-16 deferred choice", "pattern-deferred-choice.bpmn", (p) => {
  p.start({ offerId: "pattern-offer" });
  p.message("pattern-answer", "pattern-offer");
  p.waitsAt("order");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("pattern-withdrawal", "pattern-offer"));
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("expired"));
  p.walked(`+pattern-deferred-choice +start -start +what-comes -what-comes +answered -answered +order`);
});

scenario("WCP-16 deferred choice by time", "pattern-deferred-choice.bpmn", (p) => {
  p.start({ offerId: "pattern-offer-2" });
  p.advance("P7D");
  p.walked(`+pattern-deferred-choice +start -start +what-comes -what-comes +expired -expired +late -late
    -pattern-deferred-choice`);
});

scenario("WCP-17 interleaved parallel routing", "pattern-interleaved-parallel-routing.bpmn", (p) => {
  p.start();
  p.waitsAt("theory");
  p.completeJob("theory");
  p.waitsAt("practice");
  p.completeJob("practice");
  p.waitsAt("eyes");
  p.completeJob("eyes");
  p.waitsAt("license");
});

scenario("WCP-18 milestone", "pattern-milestone.bpmn", (p) => {
  p.start({ conference: "pattern-conference" });
  p.message("pattern-paper", "pattern-conference");
  p.message("pattern-paper", "pattern-conference");
  p.waitsAt("accept-papers", "file-paper", "file-paper");
  p.completeJob("accept-papers");
  p.rejects("MESSAGE_NOT_CORRELATED", () => p.message("pattern-paper", "pattern-conference"));
  p.waitsAt("file-paper", "file-paper", "review");
});

scenario("WCP-19 cancel activity", "pattern-cancel-activity.bpmn", (p) => {
  p.start({ searchId: "pattern-search" });
  p.message("pattern-give-up", "pattern-search");
  p.waitsAt("write");
  p.walked(`+pattern-cancel-activity +start -start +fork -fork +search +write xsearch +given-up -given-up
    +not-found -not-found`);
});

scenario("WCP-20 cancel case", "pattern-cancel-case.bpmn", (p) => {
  p.start();
  p.waitsAt("sign", "drive");
  p.cancel();
  p.walked(`+pattern-cancel-case +start -start +fork -fork +deliver +sign +sent -sent +drive
    xdrive xdeliver xsign xpattern-cancel-case`);
  p.ended();
});

scenario("WCP-21 structured loop", "pattern-structured-loop.bpmn", (p) => {
  p.start({ level: 8, isSmooth: false });
  p.completeJob("refill", { level: 9 });
  p.completeJob("refill", { level: 10 });
  p.completeJob("stir");
  p.completeJob("stir", { isSmooth: true });
  p.walked(`+pattern-structured-loop +start -start +refill +refill -refill +refill -refill -refill
    +stir +stir -stir +stir -stir -stir +end -end -pattern-structured-loop`);
});

scenario(
  "WCP-21 structured loop that has nothing to do, and one that gives up",
  "pattern-structured-loop.bpmn",
  (p) => {
    p.start({ level: 10, isSmooth: false });
    p.completeJob("stir");
    p.completeJob("stir");
    p.completeJob("stir");
    p.walked(`+pattern-structured-loop +start -start +refill -refill +stir +stir -stir +stir -stir +stir -stir -stir
    +end -end -pattern-structured-loop`);
  },
);

scenario("WCP-22 recursion", "pattern-recursion.bpmn", (p) => {
  p.start({ depth: 2 });
  p.waitsAt("count-below");
  p.began("pattern-recursion", "pattern-recursion", "pattern-recursion");
  const leaf = p.instance("pattern-recursion", 3);
  leaf.variables({ depth: 0 });
  leaf.completeJob("count-leaf", { leaves: 1 });
  leaf.ended();
  p.ended();
  p.variables({ depth: 1, leaves: 4 });
});

scenario("WCP-23 transient trigger is lost when nobody waits", "pattern-transient-trigger.bpmn", (p) => {
  p.start();
  p.signal("pattern-go");
  p.completeJob("prepare");
  p.waitsAt("go");
  p.signal("pattern-go");
  p.ended();
});

scenario("WCP-24 persistent trigger is kept until somebody waits", "pattern-persistent-trigger.bpmn", (p) => {
  p.start({ orderId: "pattern-order-1" });
  p.message("pattern-payment", "pattern-order-1", {}, { timeToLive: "PT1H" });
  p.waitsAt("prepare");
  p.completeJob("prepare");
  p.ended();
});

scenario("WCP-24 persistent trigger is not kept for ever", "pattern-persistent-trigger.bpmn", (p) => {
  p.start({ orderId: "pattern-order-2" });
  p.message("pattern-payment", "pattern-order-2", {}, { timeToLive: "PT1H" });
  p.advance("PT1H");
  p.completeJob("prepare");
  p.waitsAt("paid");
});

scenario("WCP-25 cancel region", "pattern-cancel-region.bpmn", (p) => {
  p.start({ orderId: "pattern-order-3" });
  p.completeJob("saw");
  p.message("pattern-stop", "pattern-order-3");
  p.waitsAt("bill", "scrap");
  p.walked(`+pattern-cancel-region +start -start +fork -fork +bill +produce +ordered -ordered +split -split +saw +paint
    -saw +sawn -sawn xpaint xproduce +stopped -stopped +scrap`);
});

scenario("WCP-40 interleaved routing", "pattern-interleaved-routing.bpmn", (p) => {
  p.start();
  p.activateAdHoc("check-up", ["lungs", "blood"]);
  p.activateAdHoc("check-up", ["eyes"]);
  p.waitsAt("lungs");
  p.completeJob("lungs");
  p.waitsAt("blood");
  p.completeJob("blood");
  p.waitsAt("eyes");
  p.completeJob("eyes");
  p.waitsAt("report");
});

scenario("WCP-43 explicit termination", "pattern-explicit-termination.bpmn", (p) => {
  p.start();
  p.completeJob("short");
  p.walked(`+pattern-explicit-termination +start -start +fork -fork +long +short -short +all-over xlong -all-over
    -pattern-explicit-termination`);
});
