import { scenario } from "../scenario.ts";

scenario("what a thrower undoes ends with it, and can be undone again", "compensation-thrower-ends.bpmn", (p) => {
  p.start();
  p.completeJob("hotel");
  p.signal("undo");
  p.waitsAt("wait", "undo", "decide", "cancel-hotel");
  p.completeJob("decide");
  p.waitsAt("wait");
  p.rejects("JOB_NOT_FOUND", () => p.completeJob("cancel-hotel"));
  p.signal("undo");
  p.completeJob("cancel-hotel");
  p.waitsAt("wait", "decide");
  p.completeJob("decide");
  p.completeJob("wait");
  p.ended();
});
