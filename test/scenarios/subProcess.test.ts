import { scenario } from "../scenario.ts";

scenario("keeps a sub-process's variables to itself, but for what it maps out", "sub-process.bpmn", (p) => {
  const order = { amount: 80 };
  p.start({ order });
  p.walked(`+sub-process +start -start +price-order +inner-start -inner-start +price -price +inner-end -inner-end
    -price-order +charge`);
  p.completeJob("charge");
  p.ended();
  p.variables({ order, total: 120, gross: 120 });
});

scenario("sets a result where the nearest scope has its name, else in the process", "sub-process-shadow.bpmn", (p) => {
  p.start();
  p.completeJob("count", { local: 7, found: 3 });
  p.waitsAt("after");
  p.variables({ found: 3 });
});

scenario("sets local variables of an element from outside", "sub-process-shadow.bpmn", (p) => {
  p.start();
  p.setVariables({ found: 1 }, { elementId: "inner" });
  p.completeJob("count", { found: 3 });
  p.waitsAt("after");
  p.variables({});
  p.rejects("ELEMENT_NOT_FOUND", () => p.setVariables({ found: 1 }, { elementId: "inner" }));
});

scenario("leaves a sub-process when the last of its tokens has ended", "sub-process-entries.bpmn", (p) => {
  p.start();
  p.waitsAt("one", "two");
  p.completeJob("one");
  p.walked("+sub-process-entries +start -start +inner +one +two -one +inner-end -inner-end");
  p.completeJob("two");
  p.walked("-two -inner +end -end -sub-process-entries");
});

scenario("cancels from the inside out", "nested.bpmn", (p) => {
  p.start();
  p.walked(`+nested +start -start +fork -fork +outer +charge +outer-start -outer-start +inner
    +inner-start -inner-start +approve`);
  p.cancel();
  p.walked("xapprove xinner xouter xcharge xnested");
  p.ended();
  p.rejects("USER_TASK_NOT_FOUND", () => p.completeUserTask("approve"));
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("charge"));
  p.rejects("SUBSCRIPTION_GONE", () => p.fireTimer("remind"));
  p.rejects("ELEMENT_NOT_FOUND", () => p.setVariables({ a: 1 }));
  p.rejects("INSTANCE_ENDED", () => p.cancel());
});

scenario("runs a boundary event's path in the scope of its sub-process", "nested.bpmn", (p) => {
  p.start();
  p.advance("PT2H");
  p.completeUserTask("approve");
  p.waitsAt("charge");
  p.advance("P1D");
  p.completeJob("charge");
  p.walked(`+nested +start -start +fork -fork +outer +charge +outer-start -outer-start +inner
    +inner-start -inner-start +approve +remind -remind +reminded -reminded +remind -remind +reminded -reminded
    -approve +inner-end -inner-end -inner +outer-end -outer-end -outer
    -charge +join -join +end -end -nested`);
  p.ended();
});

scenario("ends only its own scope at a terminate end event", "terminate.bpmn", (p) => {
  p.start();
  p.waitsAt("prepare", "ask-one", "ask-other");
  p.completeJob("ask-other");
  p.walked(`+terminate +start -start +fork -fork +search +prepare +search-start -search-start +both -both
    +ask-one +ask-other -ask-other +also-found xask-one -also-found -search +book`);
  p.waitsAt("prepare", "book");
  p.completeJob("book");
  p.completeJob("prepare");
  p.ended();
});

scenario("ends the whole instance at a terminate end event of the process", "terminate-process.bpmn", (p) => {
  p.start();
  p.completeJob("ask-other");
  p.waitsAt("ask-one", "think");
  p.completeJob("ask-one");
  p.walked(`+terminate-process +start -start +fork -fork +ask-one +ask-other +slow +slow-start -slow-start +think
    -ask-other -ask-one +found xthink xslow -found -terminate-process`);
  p.ended();
});
