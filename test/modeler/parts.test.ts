import { BpmnModdle } from "bpmn-moddle";
import { describe, expect, test } from "vitest";
import { fitted, opened } from "../../modeler/canvas/opening.ts";
import { newProcessXml } from "../../modeler/newProcess.ts";
import { hopsBetween } from "../../modeler/viewer/hops.ts";
import { stateInWords, statesByElement } from "../../modeler/viewer/state.ts";

describe("a new process", () => {
  test("is executable, drawn, and keeps its name whatever characters it has", async () => {
    const name = 'Orders & "returns" <new>';
    const xml = newProcessXml({ id: "order", name });
    const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
    expect(warnings).toEqual([]);
    expect(rootElement).toMatchObject({
      rootElements: [{ id: "order", name, isExecutable: true }],
      diagrams: [{ plane: { planeElement: [{ bpmnElement: { $type: "bpmn:StartEvent" } }] } }],
    });
    expect(xml).toContain('modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.9.0"');
  });
});

describe("the opening look", () => {
  const insets = { top: 10, right: 10, bottom: 10, left: 10 };
  const canvas = { width: 820, height: 620 };

  test("shows a small diagram in the middle, not enlarged", () => {
    expect(fitted({ x: 0, y: 0, width: 400, height: 200 }, canvas, insets)).toEqual({ scale: 1, x: -210, y: -210 });
  });
  test("fits a diagram that can be read then", () => {
    expect(opened({ x: 0, y: 0, width: 1000, height: 100 }, canvas, insets, null, 0.75).scale).toBeCloseTo(0.8);
  });
  test("centres a large one on the focus, but never past its edge", () => {
    const large = { x: 0, y: 0, width: 4000, height: 300 };
    const middle = opened(large, canvas, insets, { x: 2000, y: 150 }, 0.75);
    expect(middle.scale).toBe(0.75);
    expect(middle.x + 820 / 0.75 / 2).toBeCloseTo(2000);
    const edge = opened(large, canvas, insets, { x: 3990, y: 150 }, 0.75);
    expect(edge.x + 820 / 0.75).toBeCloseTo(4000 + 10 / 0.75);
  });
});

describe("hops", () => {
  const flow = (id: string, sourceId: string, targetId: string) => ({ id, sourceId, targetId });
  const flows = [flow("f1", "a", "gateway"), flow("f2", "gateway", "b"), flow("f3", "b", "a")];
  const at = (elementId: string, ...taken: string[]) => ({ tokens: [{ elementId, count: 1 }], taken });

  test("run through gateways in one", () => {
    expect(hopsBetween(at("a"), at("b", "f1", "f2"), flows)).toEqual([{ elementId: "b", flowIds: ["f1", "f2"] }]);
  });
  test("run again over a flow that was taken before, when its source lost the token", () => {
    const before = at("b", "f1", "f2", "f3");
    expect(hopsBetween(before, at("a", "f1", "f2", "f3"), flows)).toEqual([{ elementId: "a", flowIds: ["f3"] }]);
  });
  test("do not happen where nothing moved", () => {
    expect(hopsBetween(at("a"), at("a"), flows)).toEqual([]);
  });
});

test("a token stopped by an incident is counted as stopped, not as a token", () => {
  const states = statesByElement({
    tokens: [{ elementId: "pay", count: 3 }],
    incidents: [{ elementId: "pay", count: 1 }],
    completed: ["pay", "check"],
  });
  expect(states.get("pay")).toEqual({ tokens: 2, incidents: 1, isDone: true });
  expect([...states.values()].map(stateInWords)).toEqual(["stopped by an incident, 2 tokens", "done"]);
});
