import type { Pool } from "pg";
import { type ConditionalTrigger, type ProcessModel, triggersOf } from "../../engine/model/model.ts";
import type { Wait } from "../../engine/vocabulary.ts";
import { type Cause, causesMax, type Found, type Waiting } from "./explanation.ts";

interface OpenWait extends Waiting {
  kind: Wait["kind"];
  triggerIndex: number;
  messageName: string | null;
  correlationKey: string | null;
  signalName: string | null;
  dueAt: Date | null;
}

/** Waits of events and gateways; those of a boundary event or event sub-process do not hold what is around them. */
export async function subscriptionCauses(pool: Pool, model: ProcessModel, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<OpenWait>(
    `select s.element_key as "elementKey", s.element_id as "elementId", s.opened_at as since, s.kind,
            s.trigger_index as "triggerIndex", s.message_name as "messageName", s.correlation_key as "correlationKey",
            s.signal_name as "signalName", s.due_at as "dueAt"
     from millrace.subscription s
     join millrace.element_instance e on e.process_instance_key = s.process_instance_key and e.key = s.element_key
     where s.process_instance_key = $1 and s.state = 'OPEN'
       and (e.element_id = s.element_id or e.element_type = 'EVENT_BASED_GATEWAY') order by s.key limit ${causesMax}`,
    [instance],
  );
  return rows.map((wait) => ({ ...placeOf(wait), cause: causeOf(model, wait) }));
}

const placeOf = ({ elementKey, elementId, since }: Waiting): Waiting => ({ elementKey, elementId, since });

function causeOf(model: ProcessModel, wait: OpenWait): Cause {
  const { kind, messageName, correlationKey, signalName, dueAt } = wait;
  switch (kind) {
    case "timer": {
      const due = dueAt?.toISOString() ?? "";
      return { kind: "timer", sentence: `A timer is due at ${due.slice(0, 16).replace("T", " ")} UTC.`, dueAt: due };
    }
    case "message": {
      const sentence = `No message "${messageName}" with key "${correlationKey}" has come.`;
      return { kind: "message", sentence, messageName: messageName ?? "", correlationKey: correlationKey ?? "" };
    }
    case "signal":
      return { kind: "signal", sentence: `No signal "${signalName}" has come.`, signalName: signalName ?? "" };
    case "conditional": {
      const { condition } = conditionOf(model, wait) ?? {};
      const sentence = `Its condition ${condition ? `"${condition.source}" ` : ""}is not true yet.`;
      return { kind: "condition", sentence };
    }
    default:
      return kind satisfies never;
  }
}

function conditionOf(model: ProcessModel, { elementId, triggerIndex }: OpenWait): ConditionalTrigger | null {
  const node = model.nodes.get(elementId);
  const trigger = node && triggersOf(node)[triggerIndex];
  return trigger?.kind === "conditional" ? trigger : null;
}
