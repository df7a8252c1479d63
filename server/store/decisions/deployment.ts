import type { PoolClient } from "pg";
import { lookedUpLengthMax } from "../../../engine/bounds.ts";
import type { DecisionModel } from "../../../engine/decision/model.ts";
import type { Workshop } from "../batch.ts";
import { bulkTable, insertAll } from "../bulk.ts";
import type { Resource } from "../deploy.ts";
import { Refused } from "../failures.ts";
import { decisionDefinition, decisionRequirements } from "../schema/index.ts";
import type { DeployedDecision } from "./decisions.ts";

/** A file of decisions that was deployed: a decision requirements graph. */
export interface DeployedRequirements {
  readonly key: string;
  readonly requirementsId: string;
  readonly name: string;
  readonly version: number;
  readonly resourceName: string;
  readonly decisions: readonly DeployedDecision[];
  /** False when the newest version is this very file. */
  readonly isNew: boolean;
}

/** A file of decisions that is to be deployed. */
export interface DecisionFile {
  readonly resource: Resource;
  readonly checksum: string;
  readonly model: DecisionModel;
}

/** With what was deployed before. */
export interface DecisionCandidate {
  readonly file: DecisionFile;
  readonly requirementsId: string;
  readonly newest: NewestRequirements | undefined;
  /** The newest of each of its decisions, by id; none of those that are new. */
  readonly decisions: ReadonlyMap<string, DeployedDecision>;
}

interface NewestRequirements {
  readonly requirementsId: string;
  readonly key: string;
  readonly version: number;
  readonly checksum: string;
  readonly deploymentKey: string;
}

/** A file's own id; one without is known by its name. */
const idOf = ({ model, resource }: DecisionFile) => model.id || model.name || resource.name;

/** Refused with DEPLOYMENT_REFUSED where an id would mean two things, or is too long to be looked up. */
export function refuseDoubtfulIds(files: readonly DecisionFile[]): void {
  const requirements = files.map(idOf);
  const decisions = files.flatMap(({ model }) => model.decisions.map(({ id }) => id));
  for (const [what, ids] of [["decision requirements", requirements] as const, ["decision", decisions] as const]) {
    const twice = firstRepeated(ids);
    if (twice !== undefined) throw refused(`Expected every ${what} id once in a deployment, got "${twice}" twice`);
    const long = ids.find((id) => id.length > lookedUpLengthMax);
    if (long !== undefined)
      throw refused(`Expected a ${what} id of at most ${lookedUpLengthMax} characters, got ${long.length}`);
  }
}

export function firstRepeated(ids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return ids.find((id) => seen.size === seen.add(id).size);
}

const refused = (detail: string) => new Refused("DEPLOYMENT_REFUSED", detail, { field: "/resources" });

export async function decisionCandidates(tx: PoolClient, files: readonly DecisionFile[]): Promise<DecisionCandidate[]> {
  if (files.length === 0) return [];
  const newest = await newestRequirements(tx, files.map(idOf));
  const decisions = await newestDecisions(
    tx,
    files.flatMap(({ model }) => model.decisions.map(({ id }) => id)),
  );
  return files.map((file) => {
    const requirementsId = idOf(file);
    const own = file.model.decisions.flatMap(({ id }) => decisions.get(id) ?? []);
    const ownById = new Map(own.map((decision) => [decision.decisionId, decision]));
    return { file, requirementsId, newest: newest.get(requirementsId), decisions: ownById };
  });
}

async function newestRequirements(tx: PoolClient, ids: readonly string[]): Promise<Map<string, NewestRequirements>> {
  const { rows } = await tx.query<NewestRequirements>(
    `select n.* from unnest($1::text[]) as w(id) cross join lateral (
       select requirements_id as "requirementsId", key, version, checksum, deployment_key as "deploymentKey"
       from millrace.decision_requirements where requirements_id = w.id order by version desc limit 1) n`,
    [ids],
  );
  return new Map(rows.map((row) => [row.requirementsId, row]));
}

async function newestDecisions(tx: PoolClient, ids: readonly string[]): Promise<Map<string, DeployedDecision>> {
  const { rows } = await tx.query<DeployedDecision>(
    `select n.* from unnest($1::text[]) as w(id) cross join lateral (
       select d.key, d.decision_id as "decisionId", d.version, d.version_tag as "versionTag", d.name,
              d.requirements_key as "requirementsKey", r.requirements_id as "requirementsId",
              d.deployment_key as "deploymentKey"
       from millrace.decision_definition d join millrace.decision_requirements r on r.key = d.requirements_key
       where d.decision_id = w.id order by d.version desc limit 1) n`,
    [ids],
  );
  return new Map(rows.map((row) => [row.decisionId, row]));
}

/** The newest version is this very file, and no other file has a newer version of one of its decisions. */
export const isUnchanged = ({ file, newest, decisions }: DecisionCandidate): boolean =>
  newest?.checksum === file.checksum &&
  file.model.decisions.every(({ id }) => decisions.get(id)?.requirementsKey === newest.key);

/** What is there already, of a candidate that is unchanged. */
export const unchangedRequirements = ({
  file,
  requirementsId,
  newest,
  decisions,
}: DecisionCandidate): DeployedRequirements => ({
  key: newest?.key ?? "",
  requirementsId,
  name: file.model.name,
  version: newest?.version ?? 0,
  resourceName: file.resource.name,
  decisions: [...decisions.values()],
  isNew: false,
});

/** Makes the next version of every file and of its decisions. */
export async function deployDecisions(
  shop: Workshop,
  tx: PoolClient,
  candidates: readonly DecisionCandidate[],
  deploymentKey: string,
): Promise<DeployedRequirements[]> {
  const deployed: DeployedRequirements[] = [];
  for (const candidate of candidates) deployed.push(await nextVersion(shop, candidate, deploymentKey));
  const deployedAt = new Date(shop.nowMs());
  const rows = candidates.flatMap(({ file: { resource, checksum } }, at) => {
    const made = deployed[at];
    return made ? [{ ...made, xml: resource.content, checksum, deploymentKey, deployedAt }] : [];
  });
  await insertAll(tx, requirementsTable, rows);
  await insertAll(
    tx,
    definitionTable,
    deployed.flatMap(({ decisions }) => decisions),
  );
  return deployed;
}

const requirementsTable = bulkTable(decisionRequirements);
const definitionTable = bulkTable(decisionDefinition);

async function nextVersion(
  shop: Workshop,
  { file, requirementsId, newest, decisions }: DecisionCandidate,
  deploymentKey: string,
): Promise<DeployedRequirements> {
  const key = await shop.keys.next();
  const made: DeployedDecision[] = [];
  for (const { id: decisionId, name, versionTag } of file.model.decisions) {
    const version = (decisions.get(decisionId)?.version ?? 0) + 1;
    const identity = { decisionId, version, versionTag, name, requirementsKey: key, requirementsId, deploymentKey };
    made.push({ key: await shop.keys.next(), ...identity });
  }
  return {
    key,
    requirementsId,
    name: file.model.name,
    version: (newest?.version ?? 0) + 1,
    resourceName: file.resource.name,
    decisions: made,
    isNew: true,
  };
}
