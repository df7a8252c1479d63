import type { Exits } from "./graph.ts";

/** Up to this many flows with conditions every combination is tried; of more, each by itself and all together. */
const combinedMax = 4;

/** The sets of edges over which a node can send tokens; an empty one when its token ends there. */
export function choicesOf(exits: Exits): readonly (readonly number[])[] {
  const alone = exits.leaves === "flows" ? regular(exits) : [];
  const choices = [...alone, ...exits.interrupting.map((edge) => [edge])];
  const [first, ...more] = exits.besides;
  if (first === undefined) return choices;
  const beside = [...exits.besides.map((edge) => [edge]), ...(more.length > 0 ? [exits.besides] : [])];
  return choices.flatMap((choice) => [choice, ...beside.map((edges) => [...choice, ...edges])]);
}

function regular({ always, either, isSeveral, otherwise }: Exits): readonly (readonly number[])[] {
  const fallback = otherwise === null ? [] : [[otherwise]];
  if (either.length === 0) return fallback.length > 0 ? fallback : [always];
  if (!isSeveral) return either.map((edge) => [edge]);
  const chosen = combined(either).map((edges) => [...always, ...edges]);
  return [...(always.length > 0 ? [always] : fallback), ...chosen];
}

/** Combinations of at least one. */
function combined(edges: readonly number[]): readonly (readonly number[])[] {
  if (edges.length <= combinedMax) {
    const all: (readonly number[])[] = [];
    for (const edge of edges) all.push([edge], ...all.map((some) => [...some, edge]));
    return all;
  }
  return [...edges.map((edge) => [edge]), edges];
}
