import type { Random } from "../simulation/random.ts";
import { oddFeel, oddText } from "./odd.ts";
import { copyOf, placesIn, type XmlNode } from "./xmlTree.ts";

/** Changes a model in place; `other` is one to take parts from. */
export type TreeMutation = (random: Random, root: XmlNode, other: XmlNode) => void;

/** What can become of a model whose text is still XML. Each may also leave it as it is, when there is nothing to change. */
export const treeMutations: readonly [TreeMutation, ...TreeMutation[]] = [
  swapAttributes,
  setAttribute,
  leadNowhere,
  leadElsewhere,
  repeatId,
  moveElsewhere,
  remove,
  duplicate,
  duplicateBesides,
  takeFromOther,
  nestDeep,
  wrap,
  standOnAnything,
  writeOddExpression,
  writeOddText,
  changeType,
  changeDefinition,
  repeatActivity,
  turnFlag,
  connect,
];

/** Those after which a model often is still in order, though not the one it was. */
export const gentleMutations: readonly [TreeMutation, ...TreeMutation[]] = [
  leadElsewhere,
  duplicateBesides,
  remove,
  wrap,
  changeType,
  repeatActivity,
  turnFlag,
  connect,
  connect,
];

const executed = (root: XmlNode) => [...placesIn(root)].filter(({ node }) => !/^(bpmndi|dc|di):/.test(node.name));
const anyIn = (random: Random, root: XmlNode) => random.pickAny(executed(root));
const isFlowNode = ({ name }: XmlNode) =>
  /(Task|task|Event|Gateway|[sS]ubProcess|transaction|callActivity)$/.test(name);
const isScope = ({ name }: XmlNode) => /(process|[sS]ubProcess|transaction)$/.test(name);
const flowNodesIn = (root: XmlNode) => executed(root).filter(({ node }) => isFlowNode(node));
const prefixed = ({ name }: XmlNode, local: string) => name.replace(/[^:]+$/, local);

function swapAttributes(random: Random, root: XmlNode): void {
  const [one, other] = [anyIn(random, root)?.node, anyIn(random, root)?.node];
  const key = random.pickAny([...(one?.attributes.keys() ?? [])]);
  if (!one || !other || key === undefined) return;
  const [mine, theirs] = [
    one.attributes.get(key),
    other.attributes.get(key) ?? random.pickAny([...other.attributes.values()]),
  ];
  if (mine === undefined || theirs === undefined) return;
  one.attributes.set(key, theirs);
  other.attributes.set(key, mine);
}

function setAttribute(random: Random, root: XmlNode): void {
  const node = anyIn(random, root)?.node;
  const key = random.chance(20)
    ? random.pick(["speed", "id", "name", "default"])
    : random.pickAny([...(node?.attributes.keys() ?? [])]);
  if (key !== undefined) node?.attributes.set(key, oddText(random));
}

const isReference = (key: string) => /Ref$|^default$|Element$/.test(key);

function leadNowhere(random: Random, root: XmlNode): void {
  const referring = executed(root).filter(({ node }) => [...node.attributes.keys()].some(isReference));
  const node = random.pickAny(referring)?.node;
  const key = random.pickAny([...(node?.attributes.keys() ?? [])].filter(isReference));
  if (!node || key === undefined) return;
  if (random.chance(30)) node.attributes.delete(key);
  else node.attributes.set(key, "nowhere");
}

function leadElsewhere(random: Random, root: XmlNode): void {
  const referring = executed(root).filter(({ node }) => [...node.attributes.keys()].some(isReference));
  const node = random.pickAny(referring)?.node;
  const key = random.pickAny([...(node?.attributes.keys() ?? [])].filter(isReference));
  const to = (random.chance(70) ? random.pickAny(flowNodesIn(root)) : anyIn(random, root))?.node.attributes.get("id");
  if (key !== undefined && to !== undefined) node?.attributes.set(key, to);
}

function repeatId(random: Random, root: XmlNode): void {
  const id = anyIn(random, root)?.node.attributes.get("id");
  if (id !== undefined) anyIn(random, root)?.node.attributes.set("id", id);
}

const isWithin = (node: XmlNode, outer: XmlNode) =>
  node === outer || [...placesIn(outer)].some((place) => place.node === node);

function moveElsewhere(random: Random, root: XmlNode): void {
  const moved = random.pickAny(random.chance(80) ? flowNodesIn(root) : executed(root));
  const scopes = executed(root).filter(({ node }) => isScope(node));
  const to = (random.chance(80) ? random.pickAny(scopes) : anyIn(random, root))?.node;
  if (!moved || !to || isWithin(to, moved.node)) return;
  moved.parent.children.splice(moved.parent.children.indexOf(moved.node), 1);
  to.children.splice(random.number(to.children.length + 1), 0, moved.node);
}

function remove(random: Random, root: XmlNode): void {
  const removed = anyIn(random, root);
  removed?.parent.children.splice(removed.parent.children.indexOf(removed.node), 1);
}

function duplicate(random: Random, root: XmlNode): void {
  const doubled = anyIn(random, root);
  doubled?.parent.children.push(copyOf(doubled.node));
}

/** Under new ids, and connected as it was. */
function duplicateBesides(random: Random, root: XmlNode): void {
  const doubled = random.pickAny(
    executed(root).filter(({ node }) => isFlowNode(node) || node.name.endsWith("sequenceFlow")),
  );
  if (!doubled) return;
  const copy = copyOf(doubled.node);
  const nodes = [copy, ...[...placesIn(copy)].map(({ node }) => node)];
  const suffix = `-${random.number(1_000_000)}`;
  const ids = new Set(nodes.flatMap((node) => node.attributes.get("id") ?? []));
  for (const node of nodes)
    for (const [key, value] of node.attributes) if (ids.has(value)) node.attributes.set(key, `${value}${suffix}`);
  doubled.parent.children.push(copy);
}

function takeFromOther(random: Random, root: XmlNode, other: XmlNode): void {
  const taken = anyIn(random, other)?.node;
  const to = random.pickAny(executed(root).filter(({ node }) => isScope(node)))?.node ?? root;
  if (taken) to.children.push(copyOf(taken));
}

function nestDeep(random: Random, root: XmlNode): void {
  const scope = random.pickAny(executed(root).filter(({ node }) => isScope(node)))?.node;
  if (!scope) return;
  let inner: XmlNode = { name: prefixed(scope, "task"), attributes: new Map([["id", "innermost"]]), children: [] };
  const depth = 1 + random.number(random.chance(50) ? 30 : 250);
  const type = random.pick(["subProcess", "adHocSubProcess", "transaction"]);
  for (let n = 0; n < depth; n++)
    inner = { name: prefixed(scope, type), attributes: new Map([["id", `nested-${n}`]]), children: [inner] };
  scope.children.push(inner);
}

function wrap(random: Random, root: XmlNode): void {
  const wrapped = random.pickAny(flowNodesIn(root));
  if (!wrapped) return;
  const { node, parent } = wrapped;
  const type = random.pick(["subProcess", "transaction", "adHocSubProcess"]);
  parent.children[parent.children.indexOf(node)] = {
    name: prefixed(node, type),
    attributes: new Map([["id", `around-${random.number(1_000)}`]]),
    children: [node],
  };
}

function standOnAnything(random: Random, root: XmlNode): void {
  const place = random.pickAny(flowNodesIn(root));
  if (!place) return;
  const { node, parent } = place;
  const on = random.chance(70) ? random.pickAny(flowNodesIn(root))?.node.attributes.get("id") : "nothing";
  const definition = `${random.pick(definitions)}EventDefinition`;
  parent.children.push({
    name: prefixed(node, "boundaryEvent"),
    attributes: new Map([
      ["id", `boundary-${random.number(1_000)}`],
      ["attachedToRef", on ?? ""],
      ["cancelActivity", random.pick(["true", "false", "perhaps"])],
    ]),
    children: random.chance(80) ? [{ name: prefixed(node, definition), attributes: new Map(), children: [] }] : [],
  });
}

function writeOddExpression(random: Random, root: XmlNode): void {
  const isExpression = (value: string) => value.startsWith("=");
  const places = executed(root).flatMap(({ node }) => [
    ...[...node.attributes]
      .filter(([, value]) => isExpression(value))
      .map(
        ([key]) =>
          () =>
            node.attributes.set(key, oddFeel(random)),
      ),
    ...node.children.flatMap((child, at) =>
      typeof child === "string" && isExpression(child)
        ? [
            () => {
              node.children[at] = oddFeel(random);
            },
          ]
        : [],
    ),
  ]);
  random.pickAny(places)?.();
}

function writeOddText(random: Random, root: XmlNode): void {
  const holding = executed(root).filter(({ node }) => node.children.some((child) => typeof child === "string"));
  const node = (random.chance(80) ? random.pickAny(holding) : anyIn(random, root))?.node;
  if (node) node.children = [oddText(random)];
}

const types = [
  "startEvent",
  "endEvent",
  "intermediateCatchEvent",
  "intermediateThrowEvent",
  "boundaryEvent",
  "task",
  "manualTask",
  "serviceTask",
  "userTask",
  "scriptTask",
  "sendTask",
  "receiveTask",
  "businessRuleTask",
  "callActivity",
  "subProcess",
  "transaction",
  "adHocSubProcess",
  "exclusiveGateway",
  "parallelGateway",
  "inclusiveGateway",
  "complexGateway",
  "eventBasedGateway",
  "sequenceFlow",
  "dataObject",
  "choreographyTask",
  "robot",
] as const;
const definitions = [
  "timer",
  "message",
  "signal",
  "error",
  "escalation",
  "conditional",
  "compensate",
  "link",
  "cancel",
  "terminate",
  "odd",
] as const;

function changeType(random: Random, root: XmlNode): void {
  const node = random.pickAny(flowNodesIn(root))?.node;
  if (node) node.name = prefixed(node, random.pick(types));
}

function changeDefinition(random: Random, root: XmlNode): void {
  const name = `${random.pick(definitions)}EventDefinition`;
  const present = executed(root).filter(({ node }) => node.name.endsWith("EventDefinition"));
  const event = random.pickAny(executed(root).filter(({ node }) => node.name.endsWith("Event")))?.node;
  const changed = random.pickAny(present)?.node;
  if (changed && random.chance(50)) changed.name = prefixed(changed, name);
  else event?.children.push({ name: prefixed(event, name), attributes: new Map(), children: [] });
}

function repeatActivity(random: Random, root: XmlNode): void {
  const node = random.pickAny(flowNodesIn(root))?.node;
  if (!node) return;
  const type = random.pick(["multiInstanceLoopCharacteristics", "standardLoopCharacteristics"]);
  const loop: XmlNode = {
    name: "zeebe:loopCharacteristics",
    attributes: new Map([
      ["inputCollection", random.chance(60) ? "=[1,2]" : oddFeel(random)],
      ["inputElement", "item"],
    ]),
    children: [],
  };
  node.children.push({
    name: prefixed(node, type),
    attributes: new Map(
      [
        ["isSequential", random.pick(["true", "false"])],
        ["loopMaximum", oddText(random)],
      ].slice(0, random.number(3)) as [string, string][],
    ),
    children: random.chance(70)
      ? [{ name: prefixed(node, "extensionElements"), attributes: new Map(), children: [loop] }]
      : [],
  });
}

/** Flags and numbers, and the elements that may have them. */
const flags: readonly [readonly [string, RegExp], ...(readonly [string, RegExp])[]] = [
  ["isExecutable", /process$/],
  ["triggeredByEvent", /subProcess$/],
  ["cancelActivity", /boundaryEvent$/],
  ["isInterrupting", /startEvent$/],
  ["parallelMultiple", /(startEvent|CatchEvent|boundaryEvent)$/],
  ["isForCompensation", /([tT]ask|[sS]ubProcess|callActivity)$/],
  ["startQuantity", /([tT]ask|[sS]ubProcess|callActivity)$/],
  ["completionQuantity", /([tT]ask|[sS]ubProcess|callActivity)$/],
  ["instantiate", /(receiveTask|eventBasedGateway)$/],
  ["eventGatewayType", /eventBasedGateway$/],
  ["ordering", /adHocSubProcess$/],
  ["waitForCompletion", /compensateEventDefinition$/],
];

function turnFlag(random: Random, root: XmlNode): void {
  const [flag, fitting] = random.pick(flags);
  const isFitting = random.chance(90);
  const having = executed(root).filter(({ node }) => !isFitting || fitting.test(node.name));
  const isWord = flag === "eventGatewayType" || flag === "ordering";
  const value = isWord
    ? random.pick(["Parallel", "Sequential", "Exclusive", ""])
    : random.pick(["true", "false", "2", "0"]);
  random.pickAny(having)?.node.attributes.set(flag, value);
}

/** A new flow between any two, now and then of different scopes. */
function connect(random: Random, root: XmlNode): void {
  const from = random.pickAny(flowNodesIn(root));
  const near = flowNodesIn(root).filter(({ parent }) => parent === from?.parent);
  const to = random.pickAny(random.chance(85) ? near : flowNodesIn(root));
  if (!from || !to) return;
  const flow: XmlNode = {
    name: prefixed(from.node, "sequenceFlow"),
    attributes: new Map([
      ["id", `flow-${random.number(1_000_000)}`],
      ["sourceRef", from.node.attributes.get("id") ?? ""],
      ["targetRef", to.node.attributes.get("id") ?? ""],
    ]),
    children: [],
  };
  if (random.chance(30))
    flow.children.push({
      name: prefixed(from.node, "conditionExpression"),
      attributes: new Map([["xsi:type", "bpmn:tFormalExpression"]]),
      children: ["=n > 4"],
    });
  from.parent.children.push(flow);
}
