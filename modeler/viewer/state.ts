/** How many of something an element has. */
export interface ElementCount {
  elementId: string;
  count: number;
}

/** A tag under an element: a figure and what it counts. */
export interface ElementTag {
  elementId: string;
  /** What is written, for example "1h 05m left" or "12". */
  text: string;
  tone?: "neutral" | "active" | "risk" | "incident";
}

/** What a diagram shows on top of the model. */
export interface DiagramState {
  /** Live tokens, those stopped by an incident included. */
  tokens: readonly ElementCount[];
  /** Open incidents; each holds one of the tokens. */
  incidents: readonly ElementCount[];
  /** Elements with a done tick. */
  completed: readonly string[];
  /** Sequence flows of the path taken. */
  taken: readonly string[];
  tags: readonly ElementTag[];
}

/** The badges of one element: live tokens that are not stopped, incidents, whether it is done. */
export interface ElementState {
  tokens: number;
  incidents: number;
  isDone: boolean;
}

/** The state per element, for elements that have one. An element that is live again shows that, not its tick. */
export function statesByElement(state: Omit<DiagramState, "taken" | "tags">): Map<string, ElementState> {
  const states = new Map<string, ElementState>();
  const at = (elementId: string): ElementState => {
    const known = states.get(elementId) ?? { tokens: 0, incidents: 0, isDone: false };
    states.set(elementId, known);
    return known;
  };
  for (const { elementId, count } of state.tokens) at(elementId).tokens += count;
  for (const { elementId, count } of state.incidents) at(elementId).incidents += count;
  for (const elementId of state.completed) at(elementId).isDone = true;
  for (const each of states.values()) each.tokens = Math.max(0, each.tokens - each.incidents);
  return states;
}

/**
 * The same with what runs inside collapsed sub-processes counted on these, too: on the plane around it nothing else
 * tells of it. `holderOf` gives the collapsed sub-process on whose own plane an element is drawn, or null.
 */
export function withCollapsed(
  states: ReadonlyMap<string, ElementState>,
  holderOf: (elementId: string) => string | null,
): Map<string, ElementState> {
  const all = new Map([...states].map(([id, state]) => [id, { ...state }]));
  for (const [elementId, { tokens, incidents }] of states) {
    for (let holder = holderOf(elementId); holder !== null; holder = holderOf(holder)) {
      const known = all.get(holder) ?? { tokens: 0, incidents: 0, isDone: false };
      all.set(holder, { ...known, tokens: known.tokens + tokens, incidents: known.incidents + incidents });
    }
  }
  return all;
}

/** "2 tokens, 1 stopped" or "done"; empty where nothing is. */
export function stateInWords({ tokens, incidents, isDone }: ElementState): string {
  const parts = [];
  if (incidents > 0) parts.push(incidents === 1 ? "stopped by an incident" : `${incidents} stopped by incidents`);
  if (tokens > 0) parts.push(tokens === 1 ? "1 token" : `${tokens} tokens`);
  if (parts.length === 0 && isDone) parts.push("done");
  return parts.join(", ");
}

/** Sums for the legend. */
export function totals(states: ReadonlyMap<string, ElementState>): { tokens: number; stopped: number; done: number } {
  const all = [...states.values()];
  return {
    tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
    stopped: all.reduce((sum, { incidents }) => sum + incidents, 0),
    done: all.filter(({ isDone }) => isDone).length,
  };
}
