import type { Pool } from "pg";
import type { ElementType, FlowNode, ProcessModel } from "../../engine/model/model.ts";
import type { Progress } from "../../engine/vocabulary.ts";
import { type Cause, causesMax, type Found, listed, type Waiting } from "./explanation.ts";
import { spokenName } from "./spokenName.ts";

interface LiveElement extends Waiting {
  type: ElementType;
  progress: string | null;
  /** Of the instance that it has called. */
  calledKey: string | null;
  calledName: string | null;
  count: number | null;
  started: number | null;
  completed: number | null;
  terminated: number | null;
  children: number;
  hasJob: boolean;
}

/** Elements that wait for another instance, for somebody to begin something in them, or for what they repeat. */
export async function scopeCauses(pool: Pool, model: ProcessModel, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<LiveElement>(
    `select e.key as "elementKey", e.element_id as "elementId", e.started_at as since, e.element_type as type, e.progress,
            c.key as "calledKey", coalesce(d.name, d.process_id) as "calledName",
            l.count, l.started, l.completed, l.terminated,
            (select count(*)::int from millrace.element_instance i
              where i.process_instance_key = $1 and i.scope_key = e.key and i.state = 'ACTIVE') as children,
            exists (select 1 from millrace.job j
              where j.process_instance_key = $1 and j.element_key = e.key and j.ended_at is null) as "hasJob"
     from millrace.element_instance e
     left join millrace.loop l on l.process_instance_key = e.process_instance_key and l.key = e.key
     left join millrace.process_instance c on c.caller_key = e.key and c.state = 'ACTIVE'
     left join millrace.process_definition d on d.key = c.definition_key
     where e.process_instance_key = $1 and e.state = 'ACTIVE'
       and (e.element_type in ('CALL_ACTIVITY', 'AD_HOC_SUB_PROCESS', 'MULTI_INSTANCE_BODY')
            or e.progress like '%"isThrowing":true%')
     order by e.key limit ${causesMax}`,
    [instance],
  );
  return rows.flatMap((element) => {
    const found = causeOf(model, element);
    const { elementKey, elementId, since } = element;
    return found ? [{ elementKey, elementId, since, ...found }] : [];
  });
}

function causeOf(model: ProcessModel, element: LiveElement): { cause: Cause; isAround?: boolean } | null {
  const progress = element.progress === null ? {} : (JSON.parse(element.progress) as Progress);
  if (progress.isThrowing) return waits("call", "It waits to hear whether its caller catches what it has thrown.");
  switch (element.type) {
    case "CALL_ACTIVITY":
      return progress.isCalling ? calling(element) : null;
    case "AD_HOC_SUB_PROCESS":
      return element.children > 0 || element.hasJob
        ? null
        : waits("inside", adHocSentence(model.nodes.get(element.elementId)));
    case "MULTI_INSTANCE_BODY":
      return { ...waits("inside", loopSentence(element)), isAround: element.children > 0 };
    default:
      return null;
  }
}

const waits = (kind: Cause["kind"], sentence: string): { cause: Cause } => ({ cause: { kind, sentence } });

function calling({ calledKey, calledName }: LiveElement): { cause: Cause } {
  if (calledKey === null) return waits("call", "The process that it calls is about to begin, or has just ended.");
  const sentence = `It has called "${calledName}" and waits for its process instance ${calledKey}.`;
  return { cause: { kind: "call", sentence, calledInstanceKey: calledKey } };
}

function adHocSentence(node: FlowNode | undefined): string {
  const possible = (node?.children ?? []).filter(
    ({ incoming, type }) => incoming.length === 0 && type !== "BOUNDARY_EVENT" && type !== "EVENT_SUB_PROCESS",
  );
  const condition = node?.adHoc?.completionCondition;
  const until = condition ? `, until its condition "${condition.source}" is true` : "";
  return `Nothing in it is active. It waits for somebody to activate ${listed(possible.map(spokenName))}${until}.`;
}

function loopSentence({ count, started, completed, terminated, children }: LiveElement): string {
  const done = (completed ?? 0) + (terminated ?? 0);
  const active = children === 1 ? "1 is active" : `${children} are active`;
  return count === null
    ? `It is done for the ${ordinal(started ?? 0)} time.`
    : `${done} of ${count} are done, ${active}.`;
}

const ordinal = (count: number) => {
  const ending = count % 100 > 10 && count % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${ending}`;
};

/** Events and scopes that wait until what was done is undone. */
export async function compensationCauses(pool: Pool, model: ProcessModel, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<Waiting & { undone: string[]; next: string | null }>(
    `select e.key as "elementKey", e.element_id as "elementId", e.started_at as since,
            array_agg(c.element_id order by c.position desc) as undone,
            (array_agg(c.element_id order by c.position desc) filter (where c.handler_key is not null))[1] as next
     from millrace.compensation c
     join millrace.element_instance e on e.process_instance_key = c.process_instance_key and e.key = c.thrower_key
     where c.process_instance_key = $1 and e.state = 'ACTIVE'
     group by e.key, e.element_id, e.started_at order by e.key limit ${causesMax}`,
    [instance],
  );
  const nameOf = (id: string) => {
    const node = model.nodes.get(id);
    return node ? spokenName(node) : id;
  };
  return rows.map(({ undone, next, ...at }) => {
    const now = next === null ? "" : ` ${nameOf(next)} is being undone now.`;
    const sentence = `It waits until ${listed(undone.map(nameOf))} ${undone.length === 1 ? "is" : "are"} undone.${now}`;
    return { ...at, cause: { kind: "inside", sentence }, isAround: true };
  });
}
