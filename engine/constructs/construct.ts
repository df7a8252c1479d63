/** Part of the coverage page. */
export const groups = [
  "activities",
  "markers",
  "gateways",
  "events",
  "flows",
  "data",
  "drawing",
  "extensions",
] as const;
export type Group = (typeof groups)[number];

/**
 * Something that a model can be drawn with: an element of BPMN 2.0.2 at a position where the standard allows it, one of
 * its features, or an extension element of the zeebe dialect.
 */
export interface Construct {
  /** Never changes: `boundaryEvent.timer.cycle.nonInterrupting`. */
  readonly id: string;
  readonly group: Group;
  /** In words, with the position. */
  readonly name: string;
  /** The XML element that carries it, for example `bpmn:BoundaryEvent`. */
  readonly bpmn: string;
  /** Section of BPMN 2.0.2 (formal/2013-12-09) that says what it does; null for an extension. */
  readonly section: string | null;
  /** Drawn for readers: the standard gives it no part in the execution, or Millrace reads it without effect. */
  readonly isDocumentation?: true;
  /** The nearest thing that works; needed when it is refused. */
  readonly instead?: string;
}

/** A construct without what all of its table have in common. */
export type Row = Omit<Construct, "group">;

export const inGroup =
  (group: Group) =>
  (row: Row): Construct => ({ ...row, group });
