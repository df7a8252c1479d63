import { scenario } from "../scenario.ts";

scenario("begins at no element that something else begins", "start-elements.bpmn", (p) => {
  const elements = ["cancel", "land", "call", "beside", "asked", "answer", "late", "nothing", "start-to-book"];
  for (const elementId of elements) p.rejects("START_NOT_POSSIBLE", () => p.start({}, { elementIds: [elementId] }));
  p.rejects("START_NOT_POSSIBLE", () => p.start({}, { elementIds: [] }));
  p.rejects("START_NOT_POSSIBLE", () => p.start({}, { elementIds: ["book", "cancel"] }));
  p.start({}, { elementIds: ["book", "care"] });
  p.waitsAt("book", "call");
});
