import { elementOf } from "../model/xml.ts";
import { messageOf } from "../triggers/message.ts";
import { type ElementBehaviour, fail, wait } from "./behaviour.ts";

/** BPMN 2.0.2 §13.3.3. Waits for its message. */
export const receiveTask: ElementBehaviour = {
  type: "RECEIVE_TASK",
  bpmn: "bpmn:ReceiveTask",

  read(element, reader) {
    if (element.instantiate === true)
      reader.error(
        "ELEMENT_NOT_EXECUTED",
        element,
        `Receive task "${element.id}" starts instances, which is not executed. Use a message start event.`,
      );
    return { trigger: messageOf(element, elementOf(element, "messageRef"), reader, { needsKey: true }) };
  },

  enter(node, elementKey, step) {
    const failure = step.subscribe(elementKey, [node]);
    return failure ? fail(failure.code, failure.message) : wait;
  },
};
