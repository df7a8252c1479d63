import { elementOf } from "../model/xml.ts";
import { messageOf, messageOfFlow } from "../triggers/message.ts";
import { type ElementBehaviour, fail, wait } from "./behaviour.ts";
import { checkInstantiating } from "./scope.ts";

/** BPMN 2.0.2 §13.3.3. Waits for its message; an instantiating one begins a process instance with it. */
export const receiveTask: ElementBehaviour = {
  type: "RECEIVE_TASK",
  bpmn: "bpmn:ReceiveTask",

  read(element, reader) {
    const isInstantiating = element.instantiate === true;
    const message = elementOf(element, "messageRef") ?? messageOfFlow(element);
    return { isInstantiating, trigger: messageOf(element, message, reader, { needsKey: !isInstantiating }) };
  },

  check(node, element, reader) {
    if (node.isInstantiating) checkInstantiating(node, element, reader);
  },

  enter(node, elementKey, step) {
    const failure = step.subscribe(elementKey, [node]);
    return failure ? fail(failure.code, failure.message) : wait;
  },
};
