import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { PoolClient } from "pg";
import type { DecisionModel } from "../../engine/decision/model.ts";
import { type ReadDecisions, readingOf } from "../../engine/decision/read.ts";
import { entriesOf } from "../../engine/elements/scope.ts";
import type { Finding } from "../../engine/model/finding.ts";
import type { ProcessModel } from "../../engine/model/model.ts";
import { parseModel } from "../../engine/model/parse.ts";
import type { Workshop } from "./batch.ts";
import { inTransaction } from "./database.ts";
import {
  type DecisionCandidate,
  type DecisionFile,
  type DeployedRequirements,
  decisionCandidates,
  deployDecisions,
  firstRepeated,
  isUnchanged,
  refuseDoubtfulIds,
  unchangedRequirements,
} from "./decisions/deployment.ts";
import { Refused } from "./failures.ts";
import { startWaiting } from "./messageStarts.ts";
import { replaceStarts } from "./starts.ts";

/** A file of a deployment. */
export interface Resource {
  readonly name: string;
  readonly content: string;
}

export interface DeployedProcess {
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly version: number;
  readonly resourceName: string;
  /** False when the newest version is this very file. */
  readonly isNew: boolean;
}

export interface Deployment {
  readonly deploymentKey: string;
  readonly processes: readonly DeployedProcess[];
  readonly requirements: readonly DeployedRequirements[];
  readonly warnings: readonly Finding[];
}

interface Parsed {
  readonly resource: Resource;
  readonly processes: readonly ProcessModel[];
  /** Null of a file that is none of decisions, and of a faulty one. */
  readonly decisions: DecisionModel | null;
  readonly findings: readonly Finding[];
}

/**
 * Deploys all files or none. When one has changed, every process and every decision of the deployment becomes the next
 * version of its id, so that what was deployed together finds each other; when none has since they were, all stay the
 * versions they are. Fails with DEPLOYMENT_REFUSED and the findings.
 */
export async function deploy(shop: Workshop, resources: readonly Resource[]): Promise<Deployment> {
  const parsed = await parseAll(resources);
  refuseFaulty(parsed);
  const deploymentKey = await shop.keys.next();
  const change = { instances: [], jobTypes: [], definitions: true };
  const deployed = await inTransaction(shop.pool, async (tx) => {
    // One deployment at a time: versions count without gaps and no two are the newest.
    await tx.query("select pg_advisory_xact_lock(hashtext('millrace deployment'))");
    const done = await deployAll(shop, tx, parsed, deploymentKey);
    await shop.hub.notify(tx, change);
    return done;
  });
  shop.hub.emit(change);
  shop.timers.wakeAt(shop.nowMs());
  shop.drainOutbox();
  return { deploymentKey, ...deployed, warnings: parsed.flatMap(({ findings }) => findings) };
}

/** One after the other: each may take a second, and files of decisions may import each other. */
async function parseAll(resources: readonly Resource[]): Promise<Parsed[]> {
  const ofDecisions = resources.filter(isOfDecisions).map(({ content }) => content);
  const reading = readingOf(ofDecisions, { pause: setImmediate });
  const parsed: Parsed[] = [];
  for (const resource of resources) parsed.push(await parse(resource, reading));
  return parsed;
}

async function parse(resource: Resource, reading: (xml: string) => Promise<ReadDecisions>): Promise<Parsed> {
  if (isOfDecisions(resource)) {
    const { model, findings } = await reading(resource.content);
    return { resource, processes: [], decisions: model, findings };
  }
  if (!/\.(bpmn|bpmn20\.xml|xml)$/i.test(resource.name))
    throw new Refused(
      "RESOURCE_UNKNOWN",
      `Expected files that end in .bpmn or .dmn, got "${resource.name}". Forms (.form) are not executed.`,
      { field: "/resources" },
    );
  const { processes, findings } = await parseModel(resource.content);
  return { resource, processes, decisions: null, findings };
}

const isOfDecisions = ({ name }: Resource) => /\.dmn(11\.xml)?$/i.test(name);

function refuseFaulty(parsed: readonly Parsed[]): void {
  const findings = parsed.flatMap((file) => file.findings);
  const errors = findings.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first) {
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    const where = first.line === null ? "" : `, line ${first.line}`;
    throw new Refused("DEPLOYMENT_REFUSED", `${first.code}${where}: ${first.message}${more}`, {
      field: "/resources",
      findings,
    });
  }
  const ids = parsed.flatMap(({ processes }) => processes.map(({ processId }) => processId));
  const twice = firstRepeated(ids);
  if (twice !== undefined)
    throw new Refused("DEPLOYMENT_REFUSED", `Expected every process id once in a deployment, got "${twice}" twice`, {
      field: "/resources",
    });
  refuseDoubtfulIds(decisionFiles(parsed));
}

const decisionFiles = (parsed: readonly Parsed[]): DecisionFile[] =>
  parsed.flatMap(({ resource, decisions: model }) =>
    model ? [{ resource, model, checksum: checksumOf(resource) }] : [],
  );

const checksumOf = ({ name, content }: Resource) => createHash("sha256").update(`${name}\n${content}`).digest("hex");

interface Candidate {
  readonly resource: Resource;
  readonly model: ProcessModel;
  readonly checksum: string;
  /** The newest version before this deployment. */
  readonly newest: { key: string; version: number; checksum: string; deploymentKey: string } | undefined;
}

async function deployAll(
  shop: Workshop,
  tx: PoolClient,
  parsed: readonly Parsed[],
  deploymentKey: string,
): Promise<Pick<Deployment, "processes" | "requirements">> {
  const candidates: Candidate[] = [];
  for (const { resource, processes } of parsed)
    for (const model of processes) candidates.push(await candidateOf(tx, resource, model));
  const decisions = await decisionCandidates(tx, decisionFiles(parsed));
  if (isThereAlready(candidates, decisions))
    return { processes: candidates.map(unchangedProcess), requirements: decisions.map(unchangedRequirements) };
  const requirements = await deployDecisions(shop, tx, decisions, deploymentKey);
  const processes: DeployedProcess[] = [];
  for (const candidate of candidates) processes.push(await deployProcess(shop, tx, candidate, deploymentKey));
  await startWaiting(
    shop,
    tx,
    processes.map(({ processDefinitionKey }) => processDefinitionKey),
  );
  return { processes, requirements };
}

/** What is bound to its deployment finds what came with it, so unchanged files of several ones are deployed together. */
function isThereAlready(candidates: readonly Candidate[], decisions: readonly DecisionCandidate[]): boolean {
  const isSame = candidates.every(({ checksum, newest }) => newest?.checksum === checksum);
  const deployments = [...candidates, ...decisions].map(({ newest }) => newest?.deploymentKey);
  return isSame && decisions.every(isUnchanged) && new Set(deployments).size <= 1;
}

const unchangedProcess = ({ resource, model, newest }: Candidate): DeployedProcess => ({
  processDefinitionKey: newest?.key ?? "",
  processId: model.processId,
  version: newest?.version ?? 0,
  resourceName: resource.name,
  isNew: false,
});

async function candidateOf(tx: PoolClient, resource: Resource, model: ProcessModel): Promise<Candidate> {
  const { rows } = await tx.query<{ key: string; version: number; checksum: string; deploymentKey: string }>(
    `select key, version, checksum, deployment_key as "deploymentKey" from millrace.process_definition
     where process_id = $1 order by version desc limit 1`,
    [model.processId],
  );
  return { resource, model, checksum: checksumOf(resource), newest: rows[0] };
}

async function deployProcess(
  shop: Workshop,
  tx: PoolClient,
  { resource, model, checksum, newest }: Candidate,
  deploymentKey: string,
): Promise<DeployedProcess> {
  const { processId, versionTag, name } = model;
  const key = await shop.keys.next();
  const version = (newest?.version ?? 0) + 1;
  const canStart = entriesOf(model.root).length > 0;
  const at = new Date(shop.nowMs());
  const { name: resourceName, content } = resource;
  await tx.query(
    `insert into millrace.process_definition
       (key, process_id, version, version_tag, name, resource_name, xml, checksum, deployment_key, deployed_at, can_start)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [key, processId, version, versionTag, name, resourceName, content, checksum, deploymentKey, at, canStart],
  );
  await replaceStarts(shop, tx, { definitionKey: key, model });
  return { processDefinitionKey: key, processId, version, resourceName, isNew: true };
}
