import { scenario } from "../scenario.ts";

/*
 * The control-flow patterns of the Workflow Patterns Initiative (Russell, ter Hofstede, van der Aalst, Mulyar, 2006)
 * that split and join branches: 1 to 9, 28 to 33, 37, 38, 41 and 42.
 */

scenario("WCP-01 sequence", "pattern-sequence.bpmn", (p) => {
  p.start();
  p.waitsAt("pick");
  p.completeJob("pick");
  p.waitsAt("pack");
  p.completeJob("pack");
  p.walked("+pattern-sequence +start -start +pick -pick +pack -pack +end -end -pattern-sequence");
});

scenario("WCP-02 parallel split", "pattern-parallel-split.bpmn", (p) => {
  p.start();
  p.waitsAt("pick", "invoice");
  p.completeJob("invoice");
  p.completeJob("pick");
  p.walked(`+pattern-parallel-split +start -start +fork -fork +pick +invoice -invoice +invoiced -invoiced
    -pick +picked -picked -pattern-parallel-split`);
});

scenario("WCP-03 synchronization", "pattern-synchronization.bpmn", (p) => {
  p.start();
  p.completeJob("invoice");
  p.waitsAt("pick");
  p.completeJob("pick");
  p.completeJob("ship");
  p.walked(`+pattern-synchronization +start -start +fork -fork +pick +invoice -invoice -pick +join -join +ship -ship
    +end -end -pattern-synchronization`);
});

scenario("WCP-04 exclusive choice", "pattern-exclusive-choice.bpmn", (p) => {
  p.start({ amount: 101 });
  p.waitsAt("approve");
  p.start({ amount: 100 });
  p.instance("pattern-exclusive-choice", 2).waitsAt("accept");
});

scenario("WCP-05 simple merge", "pattern-simple-merge.bpmn", (p) => {
  p.start({ isCard: false });
  p.completeJob("transfer");
  p.completeJob("ship");
  p.walked(`+pattern-simple-merge +start -start +paid-how -paid-how +transfer -transfer +paid -paid +ship -ship
    +end -end -pattern-simple-merge`);
});

scenario("WCP-06 multi-choice", "pattern-multi-choice.bpmn", (p) => {
  p.start({ isCrime: true, isFire: true });
  p.waitsAt("police", "fire");
  p.start({ isCrime: false, isFire: false });
  p.instance("pattern-multi-choice", 2).waitsAt("note");
});

const synchronizingMerge = "pattern-structured-synchronizing-merge.bpmn";

scenario("WCP-07 structured synchronizing merge waits for the branches that were chosen", synchronizingMerge, (p) => {
  p.start({ isCrime: true, isFire: false, isInjury: true });
  p.completeJob("ambulance");
  p.waitsAt("police");
  p.completeJob("police");
  p.completeJob("report");
  p.walked(`+pattern-structured-synchronizing-merge +start -start +who -who +police +ambulance -ambulance -police
    +all -all +report -report +end -end -pattern-structured-synchronizing-merge`);
});

scenario("WCP-07 structured synchronizing merge of a single branch", synchronizingMerge, (p) => {
  p.start({ isCrime: false, isFire: true, isInjury: false });
  p.completeJob("fire");
  p.waitsAt("report");
});

scenario("WCP-08 multi-merge", "pattern-multi-merge.bpmn", (p) => {
  p.start();
  p.completeJob("left");
  p.waitsAt("right", "check");
  p.completeJob("right");
  p.waitsAt("check", "check");
  p.completeJob("check");
  p.completeJob("check");
  p.walked(`+pattern-multi-merge +start -start +fork -fork +left +right -left +merge -merge +check
    -right +merge -merge +check -check +end -end -check +end -end -pattern-multi-merge`);
});

scenario(
  "WCP-09 structured discriminator goes on with the first, then takes the others",
  "pattern-discriminator.bpmn",
  (p) => {
    p.start({ isAgain: false });
    p.completeJob("b");
    p.waitsAt("a", "c", "next");
    p.completeJob("next");
    p.completeJob("c");
    p.waitsAt("a");
    p.completeJob("a");
    p.walked(`+pattern-discriminator +start -start +again -again +fork -fork +a +b +c -b +first -first +next
    -next +more -more +end -end -c -a +first -first -pattern-discriminator`);
  },
);

scenario(
  "WCP-28 blocking discriminator holds the next round until the last one is over",
  "pattern-discriminator.bpmn",
  (p) => {
    p.start({ isAgain: true });
    p.completeJob("a");
    p.completeJob("next");
    p.waitsAt("b", "c", "a", "b", "c");
    p.completeJob("a", { isAgain: false });
    p.waitsAt("b", "c", "b", "c");
    p.completeJob("b");
    p.completeJob("c");
    p.waitsAt("b", "c", "next");
    p.completeJob("next");
    p.completeJob("b");
    p.completeJob("c");
    p.walked(`+pattern-discriminator +start -start +again -again +fork -fork +a +b +c -a +first -first +next
    -next +more -more +again -again +fork -fork +a +b +c -a -b -c +first -first +first -first +next
    -next +more -more +end -end -b -c +first -first -pattern-discriminator`);
  },
);

scenario("WCP-29 cancelling discriminator", "pattern-cancelling-discriminator.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("next");
  p.walked(`+pattern-cancelling-discriminator +start -start +race +go -go +fork -fork +a +b -b +one -one +won xa -won
    -race +next`);
});

scenario("WCP-30 structured partial join goes on with two of three", "pattern-partial-join.bpmn", (p) => {
  p.start({ isAgain: false });
  p.completeJob("c");
  p.waitsAt("a", "b");
  p.completeJob("a");
  p.waitsAt("b", "next");
  p.completeJob("b");
  p.completeJob("next");
  p.walked(`+pattern-partial-join +start -start +again -again +fork -fork +a +b +c -c -a +two -two +next
    -b +two -two -next +more -more +end -end -pattern-partial-join`);
});

scenario(
  "WCP-31 blocking partial join holds the next round until the last one is over",
  "pattern-partial-join.bpmn",
  (p) => {
    p.start({ isAgain: true });
    p.completeJob("a");
    p.completeJob("b");
    p.completeJob("next");
    p.completeJob("a", { isAgain: false });
    p.completeJob("b");
    p.waitsAt("c", "c");
    p.completeJob("c");
    p.waitsAt("c", "next");
    p.completeJob("next");
    p.completeJob("c");
    p.ended();
  },
);

scenario("WCP-32 cancelling partial join", "pattern-cancelling-partial-join.bpmn", (p) => {
  p.start();
  p.completeJob("c");
  p.completeJob("b");
  p.waitsAt("next");
  p.walked(`+pattern-cancelling-partial-join +start -start +vote +go -go +fork -fork +a +b +c -c -b +two -two
    +decided xa -decided -vote +next`);
});

scenario("WCP-33 generalized and-join keeps what comes too early for the next time", "parallel-surplus.bpmn", (p) => {
  p.start();
  p.completeJob("left");
  p.completeJob("left-again");
  p.waitsAt("right", "right-again");
  p.completeJob("right");
  p.waitsAt("right-again", "ship");
  p.completeJob("right-again");
  p.waitsAt("ship", "ship");
});

const localMerge = "pattern-local-synchronizing-merge.bpmn";

scenario("WCP-37 local synchronizing merge waits for a branch that may come", localMerge, (p) => {
  p.start({ isWorthIt: true });
  p.completeJob("a");
  p.completeJob("c");
  p.waitsAt("b");
  p.completeJob("b");
  p.waitsAt("next");
});

scenario("WCP-37 local synchronizing merge goes on when a branch has gone elsewhere", localMerge, (p) => {
  p.start({ isWorthIt: false });
  p.completeJob("a");
  p.completeJob("c");
  p.waitsAt("b");
  p.completeJob("b");
  p.completeJob("next");
  p.walked(`+pattern-local-synchronizing-merge +start -start +fork -fork +a +b +c -a -c -b
    +is-b-worth-it -is-b-worth-it +dropped -dropped +all -all +next -next +end -end -pattern-local-synchronizing-merge`);
});

scenario(
  "WCP-38 general synchronizing merge waits for a branch that goes round",
  "pattern-general-synchronizing-merge.bpmn",
  (p) => {
    p.start({ isB: true, isAgain: true });
    p.completeJob("b");
    p.waitsAt("a");
    p.completeJob("a");
    p.waitsAt("a");
    p.completeJob("a", { isAgain: false });
    p.completeJob("next");
    p.walked(`+pattern-general-synchronizing-merge +start -start +which -which +again +b -again +a -b -a
    +is-a-good -is-a-good +again -again +a -a +is-a-good -is-a-good +all -all +next -next
    +end -end -pattern-general-synchronizing-merge`);
  },
);

// The clause "unless" of §13.4.3: the token at "a" can also come to where one waits already, so it is not waited for.
scenario(
  "WCP-38 general synchronizing merge that a loop leads back before",
  "pattern-synchronizing-merge-in-a-loop.bpmn",
  (p) => {
    p.start({ isB: true, isAgain: true });
    p.completeJob("b");
    p.waitsAt("a", "next");
    p.completeJob("a", { isAgain: false });
    p.waitsAt("next", "next");
  },
);

scenario("WCP-41 thread merge", "pattern-thread-merge.bpmn", (p) => {
  p.start();
  p.completeJob("b");
  p.waitsAt("a");
  p.completeJob("a");
  p.waitsAt("pack");
  p.completeJob("pack");
  p.ended();
});

scenario("WCP-42 thread split", "pattern-thread-split.bpmn", (p) => {
  p.start();
  p.completeJob("print");
  p.waitsAt("send", "send", "send");
  p.completeJob("send");
  p.completeJob("send");
  p.waitsAt("send");
  p.completeJob("send");
  p.ended();
});
