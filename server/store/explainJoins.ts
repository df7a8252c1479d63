import type { Pool } from "pg";
import type { FlowNode, ProcessModel } from "../../engine/model/model.ts";
import type { Progress } from "../../engine/vocabulary.ts";
import { causesMax, type Found } from "./explanation.ts";
import { spokenName } from "./spokenName.ts";

interface WaitingTokens {
  scopeKey: string;
  flowId: string;
  count: number;
  since: Date;
  progress: string | null;
  /** Ids of the elements that are active in the scope. */
  active: string[];
}

/** Joins that have some of their tokens: which are missing, and whether they can still come. */
export async function joinCauses(pool: Pool, model: ProcessModel, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<WaitingTokens>(
    `select t.scope_key as "scopeKey", t.flow_id as "flowId", t.count, e.started_at as since, e.progress,
            array(select distinct c.element_id from millrace.element_instance c
                  where c.process_instance_key = $1 and c.scope_key = t.scope_key and c.state = 'ACTIVE') as active
     from millrace.token t
     join millrace.element_instance e on e.process_instance_key = t.process_instance_key and e.key = t.scope_key
     where t.process_instance_key = $1 order by t.scope_key, t.flow_id limit ${causesMax}`,
    [instance],
  );
  return [...Map.groupBy(rows, ({ scopeKey }) => scopeKey).values()].flatMap((tokens) => scopeCauses(model, tokens));
}

function scopeCauses(model: ProcessModel, tokens: readonly WaitingTokens[]): Found[] {
  const [first] = tokens;
  if (!first) return [];
  const counts = new Map(tokens.map(({ flowId, count }) => [flowId, count]));
  const joins = [...model.nodes.values()].filter(({ incoming }) => incoming.some(({ id }) => counts.has(id)));
  const active = first.active.flatMap((id) => model.nodes.get(id) ?? []);
  const { gateways = {} } = first.progress === null ? {} : (JSON.parse(first.progress) as Progress);
  return joins.map((join) => {
    // What waits at another join may go on from there.
    const moving = [...active, ...joins.filter((other) => other !== join)];
    const sentence = joinSentence(join, { counts, moving, isReset: join.id in gateways });
    return { elementKey: "", elementId: join.id, since: first.since, cause: { kind: "join", sentence } };
  });
}

interface Waiting {
  readonly counts: ReadonlyMap<string, number>;
  /** From where tokens may still come. */
  readonly moving: readonly FlowNode[];
  /** A complex gateway that has gone on already. */
  readonly isReset: boolean;
}

function joinSentence(join: FlowNode, { counts, moving, isReset }: Waiting): string {
  const tokens = join.incoming.reduce((sum, { id }) => sum + (counts.get(id) ?? 0), 0);
  if (join.startQuantity > 1) return `It has ${tokens} of the ${join.startQuantity} tokens that it needs to begin.`;
  const reachable = reachableFrom(moving, join);
  const missing = join.incoming.filter(({ id }) => !counts.has(id));
  const possible = missing.filter(({ source }) => reachable.has(source));
  const all = join.incoming.length;
  const there = isReset
    ? "It has gone on with its first tokens and waits for the others"
    : `It has ${all - missing.length} of ${all} tokens`;
  if (missing.length === 0) return `${there}.`;
  const needsAll = join.type === "PARALLEL_GATEWAY";
  const lost = needsAll ? missing.filter(({ source }) => !reachable.has(source)) : [];
  if (lost.length > 0) return `${there}; none can come from ${namesOf(lost)} any more, so it can never go on.`;
  return `${there}; ${namesOf(possible.length > 0 ? possible : missing)} is missing.`;
}

const namesOf = (flows: FlowNode["incoming"]) =>
  [...new Set(flows.map(({ source }) => spokenName(source)))].join(" and ");

/** Where a token can be on its way from these nodes before it comes to the join. */
function reachableFrom(nodes: readonly FlowNode[], join: FlowNode): ReadonlySet<FlowNode> {
  const reached = new Set<FlowNode>();
  const open = [...nodes];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node === join || reached.has(node)) continue;
    reached.add(node);
    open.push(...node.outgoing.map(({ target }) => target), ...node.boundaryEvents, ...linkCatches(node));
  }
  return reached;
}

function linkCatches({ trigger, type, scope }: FlowNode): FlowNode[] {
  if (trigger?.kind !== "link" || type !== "INTERMEDIATE_THROW_EVENT") return [];
  return (scope?.children ?? []).filter(
    (node) =>
      node.type === "INTERMEDIATE_CATCH_EVENT" && node.trigger?.kind === "link" && node.trigger.name === trigger.name,
  );
}
