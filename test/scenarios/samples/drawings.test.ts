import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Drawing, type DrawnFlow, type DrawnNode, readDrawing } from "./drawing.ts";
import { boxAround, centreOf, encloses, isOnBorder, isUpright, meet, overlap, segmentsOf } from "./geometry.ts";

const folder = new URL("../../../processes/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".bpmn"));

describe.each(files)("the drawing of %s", async (file) => {
  const drawing = await readDrawing(readFileSync(new URL(file, folder), "utf8"));

  test("is read without warnings", () => expect(drawing.warnings).toEqual([]));

  test("has a shape for every flow node and an edge for every flow", () => {
    expect(drawing.nodes.filter((node) => node.box === undefined).map(({ id }) => id)).toEqual([]);
    expect(drawing.flows.filter((flow) => flow.points.length < 2).map(({ id }) => id)).toEqual([]);
    expect(drawing.labels.map((label) => label.elementId)).toEqual(drawing.labelledIds);
  });

  test("keeps shapes apart", () => expect(overlappingShapes(drawing)).toEqual([]));

  test("sets boundary events on the border of their activity and children inside their sub-process", () =>
    expect(misplacedNodes(drawing)).toEqual([]));

  test("lets flows begin and end on the borders of their shapes", () => expect(looseEnds(drawing)).toEqual([]));

  test("draws flows upright, across no other flow and through no shape", () => {
    expect(drawing.flows.filter((flow) => !segmentsOf(flow.points).every(isUpright)).map(({ id }) => id)).toEqual([]);
    expect(crossings(drawing)).toEqual([]);
    expect(shapesRunThrough(drawing)).toEqual([]);
  });

  test("keeps labels clear of flows, shapes and each other", () => expect(coveredLabels(drawing)).toEqual([]));
});

test("there are samples", () => expect(files.length).toBeGreaterThan(0));

const pairsOf = <T>(list: readonly T[]): readonly (readonly [T, T])[] =>
  list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const));

function overlappingShapes({ nodes }: Drawing): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isWithin = ({ containerId }: DrawnNode, other: DrawnNode): boolean => {
    const container = byId.get(containerId);
    return container !== undefined && (container === other || isWithin(container, other));
  };
  const mayOverlap = (one: DrawnNode, other: DrawnNode) => one.hostId === other.id || isWithin(one, other);
  return pairsOf(nodes)
    .filter(([one, other]) => !mayOverlap(one, other) && !mayOverlap(other, one))
    .filter(([one, other]) => one.box && other.box && overlap(one.box, other.box))
    .map(([one, other]) => `${one.id} and ${other.id}`);
}

function misplacedNodes({ nodes }: Drawing): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isInPlace = (node: DrawnNode) => {
    const [host, container] = [byId.get(node.hostId ?? ""), byId.get(node.containerId)];
    if (node.box && host?.box && !isOnBorder(centreOf(node.box), host.outline, host.box)) return false;
    return !(node.box && container?.box) || encloses(container.box, node.box);
  };
  return nodes.filter((node) => !isInPlace(node)).map(({ id }) => id);
}

function looseEnds({ nodes, flows }: Drawing): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isTied = (nodeId: string, point: DrawnFlow["points"][number] | undefined) => {
    const node = byId.get(nodeId);
    return node?.box !== undefined && point !== undefined && isOnBorder(point, node.outline, node.box);
  };
  return flows
    .filter(({ sourceId, targetId, points }) => !isTied(sourceId, points[0]) || !isTied(targetId, points.at(-1)))
    .map(({ id }) => id);
}

function crossings({ flows }: Drawing): string[] {
  return pairsOf(flows)
    .filter(([one, other]) =>
      segmentsOf(one.points).some((here) => segmentsOf(other.points).some((there) => meet(here, there))),
    )
    .map(([one, other]) => `${one.id} and ${other.id}`);
}

function shapesRunThrough({ nodes, flows }: Drawing): string[] {
  const containers = new Set(nodes.map((node) => node.containerId));
  const solid = nodes.filter((node) => !containers.has(node.id));
  return flows.flatMap((flow) =>
    solid
      .filter(({ box }) => box && segmentsOf(flow.points).some((segment) => overlap(boxAround(segment), box)))
      .map((node) => `${flow.id} through ${node.id}`),
  );
}

function coveredLabels({ nodes, flows, labels }: Drawing): string[] {
  const containers = new Set(nodes.map((node) => node.containerId));
  const solid = nodes.filter((node) => !containers.has(node.id));
  const segments = flows.flatMap((flow) => segmentsOf(flow.points));
  const overNodes = labels.filter(({ box }) => solid.some((node) => node.box && overlap(node.box, box)));
  const overFlows = labels.filter(({ box }) => segments.some((segment) => overlap(boxAround(segment), box)));
  const overLabels = pairsOf(labels).filter(([one, other]) => overlap(one.box, other.box));
  return [...overNodes, ...overFlows, ...overLabels.map(([one]) => one)].map((label) => label.elementId);
}
