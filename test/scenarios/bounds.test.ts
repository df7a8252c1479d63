import { scenario } from "../scenario.ts";

scenario("stops a loop that never waits, and goes on when a person says so", "endless-loop.bpmn", (p) => {
  p.start({ enough: false });
  p.incidents("turn UNSPECIFIED");
  p.waitsAt("turn");
  p.resolveIncident();
  p.incidents("turn UNSPECIFIED");
  p.setVariables({ enough: true });
  p.resolveIncident();
  p.incidents();
  p.ended();
});
