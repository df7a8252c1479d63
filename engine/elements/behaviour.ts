import type { IncidentCode } from "../incidents.ts";
import type { ElementType, FlowNode, SequenceFlow } from "../model/model.ts";
import type { Reader } from "../model/reader.ts";
import type { XmlElement } from "../model/xml.ts";
import type { Step } from "../step.ts";

/** What an element says when it is asked to go on; the loop in `run.ts` carries it out. */
export type Outcome =
  | { kind: "wait" }
  /** Without `flows` the element's outgoing flows are taken as §13.3.1 says. */
  | { kind: "leave"; flows: readonly SequenceFlow[] | null }
  | { kind: "fail"; failure: Failure };

/** The model's or its data's fault: becomes an incident. */
export interface Failure {
  code: IncidentCode;
  message: string;
}

export const wait: Outcome = { kind: "wait" };
export const leave = (flows: readonly SequenceFlow[] | null = null): Outcome => ({ kind: "leave", flows });
export const fail = (code: IncidentCode, message: string): Outcome => ({ kind: "fail", failure: { code, message } });

/** The parts of a flow node that its own file reads from XML. */
export type NodeParts = Partial<
  Pick<
    FlowNode,
    | "trigger"
    | "job"
    | "userTask"
    | "script"
    | "decision"
    | "call"
    | "adHoc"
    | "activationCondition"
    | "isInstantiating"
    | "isParallel"
    | "isInterrupting"
  >
>;

/** How a join that has to know whether more tokens can come takes those that are there. */
export interface SettlingJoin {
  /** A token has come: whether it, and what waits with it, is taken at once. */
  arrived(node: FlowNode, scopeKey: string, step: Step): boolean;
  /** The incoming flows on which a token is missing; null when nothing waits here that could go on without them. */
  missing(node: FlowNode, scopeKey: string, step: Step): readonly SequenceFlow[] | null;
  /** Takes what is there; nothing that is missing can come any more. */
  take(node: FlowNode, scopeKey: string, step: Step): void;
}

/** How one BPMN element is read, checked and executed. One file in `elements/`, one line in `registry.ts`. */
export interface ElementBehaviour {
  readonly type: ElementType;
  /** Its name in BPMN XML; null for what only the engine makes. */
  readonly bpmn: string | null;
  /** Tells it from other elements of the same name. */
  isMeant?(element: XmlElement): boolean;
  /** Reads what belongs to this element alone; reports what its author has to mend. */
  read?(element: XmlElement, reader: Reader): NodeParts;
  /** Checks what needs the neighbours; called when the whole process is compiled. */
  check?(node: FlowNode, element: XmlElement, reader: Reader): void;
  /**
   * For an element that waits for several incoming flows: the flows of which it takes one token each, or null when
   * they are not all there. Without it every token enters by itself.
   */
  join?(node: FlowNode, tokensOn: (flow: SequenceFlow) => number): readonly SequenceFlow[] | null;
  /** For a join that looks at the tokens elsewhere as well (`joins.ts`). */
  readonly settle?: SettlingJoin;
  /** A token has arrived, input mappings are applied. */
  enter(node: FlowNode, elementKey: string, step: Step): Outcome;
  /** For a scope: before an element inside completes, its result is taken. */
  collect?(node: FlowNode, scopeKey: string, step: Step, elementKey: string): Failure | null;
  /** For a scope: an element inside has ended. Without it the scope leaves when nothing is left in it. */
  childEnded?(node: FlowNode, scopeKey: string, step: Step): Outcome;
}
