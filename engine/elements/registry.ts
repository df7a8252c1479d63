import type { ElementType } from "../model/model.ts";
import type { XmlElement } from "../model/xml.ts";
import { adHocInnerInstance, adHocSubProcess } from "./adHocSubProcess.ts";
import type { ElementBehaviour } from "./behaviour.ts";
import { boundaryEvent } from "./boundaryEvent.ts";
import { businessRuleTask } from "./businessRuleTask.ts";
import { callActivity } from "./callActivity.ts";
import { complexGateway } from "./complexGateway.ts";
import { endEvent } from "./endEvent.ts";
import { eventBasedGateway } from "./eventBasedGateway.ts";
import { eventSubProcess } from "./eventSubProcess.ts";
import { exclusiveGateway } from "./exclusiveGateway.ts";
import { inclusiveGateway } from "./inclusiveGateway.ts";
import { intermediateCatchEvent } from "./intermediateCatchEvent.ts";
import { intermediateThrowEvent } from "./intermediateThrowEvent.ts";
import { manualTask } from "./manualTask.ts";
import { multiInstanceBody } from "./multiInstanceBody.ts";
import { parallelGateway } from "./parallelGateway.ts";
import { process } from "./process.ts";
import { receiveTask } from "./receiveTask.ts";
import { scriptTask } from "./scriptTask.ts";
import { sendTask } from "./sendTask.ts";
import { serviceTask } from "./serviceTask.ts";
import { startEvent } from "./startEvent.ts";
import { subProcess } from "./subProcess.ts";
import { task } from "./task.ts";
import { transaction } from "./transaction.ts";
import { userTask } from "./userTask.ts";

/** Every element that is executed. What is not listed here is refused at deployment. */
const behaviours: readonly ElementBehaviour[] = [
  process,
  subProcess,
  eventSubProcess,
  transaction,
  adHocSubProcess,
  adHocInnerInstance,
  multiInstanceBody,
  callActivity,
  startEvent,
  endEvent,
  intermediateCatchEvent,
  intermediateThrowEvent,
  boundaryEvent,
  task,
  manualTask,
  serviceTask,
  sendTask,
  scriptTask,
  businessRuleTask,
  userTask,
  receiveTask,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  complexGateway,
  eventBasedGateway,
];

const byType = new Map(behaviours.map((behaviour) => [behaviour.type, behaviour]));

/** The behaviour of an element type; every type has one. */
export function behaviourOf(type: ElementType): ElementBehaviour {
  const behaviour = byType.get(type);
  if (!behaviour) throw new Error(`Defect: no behaviour is registered for ${type}`);
  return behaviour;
}

/** The behaviour for an XML element such as `bpmn:ServiceTask`; undefined when it is not executed. */
export const behaviourFor = (element: XmlElement): ElementBehaviour | undefined =>
  behaviours.find(({ bpmn, isMeant }) => bpmn === element.$type && (isMeant?.(element) ?? true));

export const executedElements = (): readonly ElementBehaviour[] => behaviours;
