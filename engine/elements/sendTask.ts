import { elementOf, extensionOf } from "../model/xml.ts";
import { throwMessage } from "../throwing.ts";
import { messageOf, messageOfFlow } from "../triggers/message.ts";
import type { ElementBehaviour } from "./behaviour.ts";
import { enterJob, readJobTask } from "./job.ts";

/** BPMN 2.0.2 §13.3.3. A worker sends the message; without a job type the engine publishes it itself. */
export const sendTask: ElementBehaviour = {
  type: "SEND_TASK",
  bpmn: "bpmn:SendTask",

  read(element, reader) {
    const message = elementOf(element, "messageRef") ?? messageOfFlow(element);
    if (extensionOf(element, "zeebe:taskDefinition") || !message) return readJobTask(element, reader);
    return { trigger: messageOf(element, message, reader, { needsKey: false }) };
  },

  enter: (node, elementKey, step) =>
    node.trigger?.kind === "message" ? throwMessage(elementKey, step, node.trigger) : enterJob(node, elementKey, step),
};
