import type { LitElement } from "lit";
import type { JournalEntry } from "../../server/contract.ts";
import { explanation, journal } from "../api/millrace.ts";
import { aboutInstance, Reading } from "../api/reading.ts";
import * as v2 from "../api/v2.ts";
import type { ElementInstance, ElementStatistics, Incident, ProcessInstance, TakenFlow } from "../api/v2Types.ts";
import { type HistoryLine, historyLines } from "../words/history.ts";
import { type ModelNames, modelNames } from "../words/modelNames.ts";
import { type LoopPlaces, loopPlaces } from "./loops.ts";

/** Everything that head, canvas and panels show; read together so that they never contradict each other. */
export interface InstanceView {
  instance: ProcessInstance;
  xml: string;
  names: ModelNames;
  statistics: readonly ElementStatistics[];
  flows: readonly TakenFlow[];
  incidents: readonly Incident[];
  elements: readonly ElementInstance[];
  /** Instances that its call activities have called. */
  called: readonly ProcessInstance[];
  loops: LoopPlaces;
  journal: readonly JournalEntry[];
  history: readonly HistoryLine[];
}

export const instanceReading = (host: LitElement, key: () => string | null, options: { keepsValue?: boolean } = {}) =>
  new Reading<InstanceView>(host, { key, read: readInstance, concerns: aboutInstance, ...options });

async function readInstance(key: string, signal: AbortSignal): Promise<InstanceView> {
  const [instance, statistics, flows, incidents, elements, called, entries] = await Promise.all([
    v2.instance(key, signal),
    v2.instanceStatistics(key, signal),
    v2.takenFlows(key, signal),
    v2.openIncidents({ processInstanceKey: key }, signal),
    v2.elementInstances(key, signal),
    v2.calledInstances(key, signal),
    journal(key, signal),
  ]);
  const { processDefinitionKey } = instance;
  const [xml, names] = await Promise.all([v2.definitionXml(processDefinitionKey), modelNames(processDefinitionKey)]);
  return {
    instance,
    xml,
    names,
    statistics,
    flows,
    incidents,
    elements,
    called,
    loops: loopPlaces(entries),
    journal: entries,
    history: historyLines(entries, names),
  };
}

export const explanationReading = (host: LitElement, key: () => string | null) =>
  new Reading(host, { key, read: explanation, concerns: aboutInstance });

/** Where tokens are, what stopped and what is done, as the canvas wants it. */
export function canvasState({ statistics, flows, names }: Pick<InstanceView, "statistics" | "flows" | "names">) {
  const active = new Set(statistics.filter((element) => element.active > 0).map(({ elementId }) => elementId));
  // A scope is no token beside those in it; an ad-hoc sub-process in which nothing has begun is where the flow stands.
  const isIdle = (id: string) => names.choicesIn(id).length > 0 && !names.elementsIn(id).some((one) => active.has(one));
  const drawn = statistics.filter(({ elementId }) => !names.isScope(elementId) || isIdle(elementId));
  const counts = (from: readonly ElementStatistics[], field: "active" | "incidents") =>
    from
      .filter((element) => element[field] > 0)
      .map((element) => ({ elementId: element.elementId, count: element[field] }));
  return {
    tokens: counts(drawn, "active"),
    incidents: counts(statistics, "incidents"),
    completed: statistics.filter(({ completed }) => completed > 0).map(({ elementId }) => elementId),
    taken: flows.map((flow) => flow.elementId || flow.sequenceFlowId),
  };
}
