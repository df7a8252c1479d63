import { Engine } from "bpmn-engine";
import { keyOfSequence } from "../../engine/keys.ts";
import type { ProcessModel } from "../../engine/model/model.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { assert } from "../../engine/result.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Command } from "../../engine/vocabulary.ts";
import type { Contestant, Open } from "../contestant.ts";
import { document } from "../largeModel.ts";

const [few, many, comparable] = [100, 10_000, 1_000];
const clock = { nowMs: 0 };

/** A parallel multi-instance service task, in memory: every child begins, gets a job, and completes it. */
export const open: Open = async (): Promise<Contestant> => {
  const { processes } = await parseModel(document(loopOf('<zeebe:taskDefinition type="work" />', "=count")));
  const [model] = processes;
  assert(model, "the model with the loop compiles");
  let number = 0n;
  const perChild = (ms: number, children: number) =>
    microsecondsPerChild(ms, children, async () => {
      number += 1n;
      runAll(model, number, children);
    });
  return {
    async round(ms) {
      const fewUs = await perChild(ms / 3, few);
      const manyUs = await perChild(ms / 3, many);
      const own = await perChild(ms / 6, comparable);
      const other = await microsecondsPerChild(ms / 6, comparable, runBpmnEngine);
      return { fewUs, manyUs, perSecond: 1e6 / own, bpmnEnginePerSecond: 1e6 / other };
    },
    async close() {},
  };
};

const loopOf = (extension: string, cardinality: string): string => `
  <bpmn:startEvent id="start" /><bpmn:sequenceFlow id="in" sourceRef="start" targetRef="each" />
  <bpmn:serviceTask id="each" implementation="\${environment.services.work}">
    <bpmn:extensionElements>${extension}</bpmn:extensionElements>
    <bpmn:multiInstanceLoopCharacteristics>
      <bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">${cardinality}</bpmn:loopCardinality>
    </bpmn:multiInstanceLoopCharacteristics>
  </bpmn:serviceTask>
  <bpmn:sequenceFlow id="out" sourceRef="each" targetRef="end" /><bpmn:endEvent id="end" />`;

function runAll(model: ProcessModel, number: bigint, children: number): void {
  const state = emptyState(keyOfSequence(number));
  const execute = (command: Command) => assert(run(model, state, command, clock).ok, `${command.type} is carried out`);
  execute({ type: "startInstance", variables: { count: children }, startElementIds: null });
  for (const jobKey of [...state.jobs.keys()]) execute({ type: "completeJob", jobKey, variables: {} });
  assert(state.elements.size === 0, "the instance ends");
}

type Done = (error: null, output: unknown) => void;

async function runBpmnEngine(): Promise<void> {
  const services = { work: (_scope: unknown, done: Done) => done(null, true) };
  const engine = new Engine({ source: document(loopOf("", String(comparable))), services });
  const execution = await engine.execute();
  if (execution.state !== "idle") await engine.waitFor("end");
}

async function microsecondsPerChild(ms: number, children: number, once: () => Promise<void>): Promise<number> {
  let runs = 0;
  const fromMs = performance.now();
  do {
    await once();
    runs += 1;
  } while (performance.now() - fromMs < ms);
  return ((performance.now() - fromMs) * 1_000) / (runs * children);
}
