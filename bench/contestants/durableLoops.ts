import { assert } from "../../engine/result.ts";
import { Store } from "../../server/store/store.ts";
import type { Contestant, Open } from "../contestant.ts";
import { jobsPerAnswer, lockMs, waitMs } from "../cycle.ts";
import { document } from "../largeModel.ts";
import { completeCommand, oneTask } from "../oneTask.ts";

/** Children at once, on either side: of a hundred instances, or of one. */
const children = 10_000;
const few = 100;

const xml = document(`
  <bpmn:startEvent id="start" /><bpmn:sequenceFlow id="in" sourceRef="start" targetRef="each" />
  <bpmn:serviceTask id="each">
    <bpmn:extensionElements><zeebe:taskDefinition type="${oneTask.jobType}" /></bpmn:extensionElements>
    <bpmn:multiInstanceLoopCharacteristics>
      <bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">=count</bpmn:loopCardinality>
    </bpmn:multiInstanceLoopCharacteristics>
  </bpmn:serviceTask>
  <bpmn:sequenceFlow id="out" sourceRef="each" targetRef="end" /><bpmn:endEvent id="end" />`);

/** A parallel multi-instance service task, durable: each child begins, a worker gets its job, it is completed. */
export const open: Open = async (connection): Promise<Contestant> => {
  const store = await Store.open({ connection, log: console.error });
  const { processes } = await store.deploy([{ name: "loops.bpmn", content: xml }]);
  const definitionKey = processes[0]?.processDefinitionKey ?? "";
  const microsecondsPerChild = async (childrenEach: number) => {
    const fromMs = performance.now();
    await runAll(store, definitionKey, childrenEach);
    return ((performance.now() - fromMs) * 1_000) / children;
  };
  return {
    /** As long as it takes to carry out all children once on either side. */
    async round() {
      return { fewUs: await microsecondsPerChild(few), manyUs: await microsecondsPerChild(children) };
    },
    close: () => store.close(),
  };
};

async function runAll(store: Store, definitionKey: string, childrenEach: number): Promise<void> {
  const start = { definitionKey, tags: [], businessId: null, startCorrelationKey: null };
  const command = { type: "startInstance", variables: { count: childrenEach }, startElementIds: null } as const;
  const instances = children / childrenEach;
  await Promise.all(Array.from({ length: instances }, () => store.startInstance(start, command, "bench")));
  const outcomes: Promise<{ isEnded: boolean }>[] = [];
  while (outcomes.length < children)
    for (const jobKey of await activate(store))
      outcomes.push(store.executeFor(jobKey, completeCommand(jobKey), "bench"));
  const ended = (await Promise.all(outcomes)).filter(({ isEnded }) => isEnded);
  assert(ended.length === instances, "the last children end their instances");
}

async function activate(store: Store): Promise<string[]> {
  const asked = { type: oneTask.jobType, worker: "bench", lockMs, jobsMax: jobsPerAnswer, variableNames: null, waitMs };
  const jobs = await store.activateJobs({ ...asked, signal: new AbortController().signal });
  return jobs.map(({ key }) => key);
}
