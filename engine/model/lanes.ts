import { elementOf, elementsOf, textOf, type XmlElement } from "./xml.ts";

/**
 * BPMN 2.0.2 §10.8. The lane that each flow node of a process stands in, by node id: its name, within others as
 * `Sales / Back office`. Lanes change nothing in the execution; they tell people who does what.
 */
export function lanesOf(process: XmlElement): ReadonlyMap<string, string> {
  const lanes = new Map<string, string>();
  for (const set of elementsOf(process, "laneSets")) addLanes(set, "", lanes);
  return lanes;
}

function addLanes(laneSet: XmlElement, around: string, lanes: Map<string, string>): void {
  for (const lane of elementsOf(laneSet, "lanes")) {
    const own = textOf(lane, "name");
    const name = [around, own].filter(Boolean).join(" / ");
    if (name !== "") for (const { id } of elementsOf(lane, "flowNodeRef")) if (id) lanes.set(id, name);
    const inner = elementOf(lane, "childLaneSet");
    if (inner) addLanes(inner, name, lanes);
  }
}
