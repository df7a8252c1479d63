import type { Variable } from "../api/v2Types.ts";
import type { TreeVariable } from "../parts/treeNodes.ts";
import { parsedJson } from "../parts/variables.ts";
import type { TreeScope } from "../parts/variableTree.ts";
import { grouped } from "../words/groups.ts";
import { text } from "../words/historyFacts.ts";
import type { InstanceView } from "./instanceReadings.ts";
import { placeWords } from "./loops.ts";

/** The variables of an instance by scope, the process first; of one element only when one is selected. */
export function scopesOf(
  variables: readonly Variable[],
  view: InstanceView,
  elementId: string | null,
  search: string,
): TreeScope[] {
  const changed = changeTimes(view);
  const wanted = variables.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  const byScope = grouped(wanted, ({ scopeKey }) => scopeKey);
  const processKey = view.instance.processInstanceKey;
  const keys = [...byScope.keys()].sort((a, b) => Number(b === processKey) - Number(a === processKey));
  return keys
    .filter((key) => isShown(key, view, elementId))
    .map((key) => ({
      label: scopeLabel(key, view),
      variables: (byScope.get(key) ?? []).map((variable) => treeVariable(variable, changed)),
    }));
}

/** Scopes that have ended say nothing about now; they are shown when their element is selected. */
function isShown(scopeKey: string, view: InstanceView, elementId: string | null): boolean {
  const element = view.elements.find(({ elementInstanceKey }) => elementInstanceKey === scopeKey);
  if (elementId !== null) return element?.elementId === elementId;
  return scopeKey === view.instance.processInstanceKey || element?.state === "ACTIVE";
}

function scopeLabel(scopeKey: string, view: InstanceView): string | null {
  if (scopeKey === view.instance.processInstanceKey) return null;
  const element = view.elements.find(({ elementInstanceKey }) => elementInstanceKey === scopeKey);
  if (!element) return `Local to ${scopeKey}`;
  const place = view.loops.get(scopeKey);
  return `Local to ${view.names.nameOf(element.elementId)}${place ? `, ${placeWords(place)}` : ""}${element.state === "ACTIVE" ? "" : ", ended"}`;
}

function treeVariable(variable: Variable, changed: ReadonlyMap<string, string>): TreeVariable {
  return {
    scopeKey: variable.scopeKey,
    name: variable.name,
    value: parsedJson(variable.value) ?? null,
    changedAt: changed.get(`${variable.scopeKey} ${variable.name}`) ?? null,
  };
}

/** When each variable was last written again; the first writing is its creation, not a change. */
function changeTimes({ journal }: InstanceView): Map<string, string> {
  const created = new Set<string>();
  const changed = new Map<string, string>();
  for (const { at, events } of [...journal].sort((a, b) => a.revision - b.revision))
    for (const event of events) {
      if (event.type !== "variableSet") continue;
      const id = `${text(event, "scopeKey")} ${text(event, "name")}`;
      if (created.has(id)) changed.set(id, at);
      created.add(id);
    }
  return changed;
}
