import type { FlowNode } from "../../engine/model/model.ts";

/** How people call an element: by its name, or a nameless gateway by where it stands; else by its id. */
export function spokenName(node: FlowNode): string {
  if (node.name) return node.name;
  if (!node.type.endsWith("_GATEWAY")) return node.id;
  const next = node.outgoing.length === 1 ? node.outgoing[0]?.target.name : null;
  const previous = node.incoming.length === 1 ? node.incoming[0]?.source.name : null;
  if (node.incoming.length > 1 && next) return `the join before ${next}`;
  if (previous) return `the gateway after ${previous}`;
  return next ? `the gateway before ${next}` : node.id;
}
