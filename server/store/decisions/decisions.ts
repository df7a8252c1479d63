import type { Pool, PoolClient } from "pg";
import type { DecisionModel } from "../../../engine/decision/model.ts";
import { storable } from "../arrayText.ts";
import { CompiledDeployment, type Report } from "./compiled.ts";

/** A decision as it was deployed; nothing of it ever changes. */
export interface DeployedDecision {
  readonly key: string;
  readonly decisionId: string;
  readonly version: number;
  readonly versionTag: string | null;
  readonly name: string;
  readonly requirementsKey: string;
  readonly requirementsId: string;
  readonly deploymentKey: string;
}

/** A decision with what it takes to make it. */
export interface FoundDecision {
  readonly decision: DeployedDecision;
  readonly model: DecisionModel;
  /** All decisions of its deployment by id: those that it imports are among them. */
  readonly deployed: ReadonlyMap<string, DeployedDecision>;
}

/** Which decision somebody means. */
export type DecisionWanted =
  | { readonly binding: "key"; readonly decisionKey: string }
  | { readonly binding: "latest"; readonly decisionId: string }
  | { readonly binding: "versionTag"; readonly decisionId: string; readonly versionTag: string }
  /** The one that was deployed together with this version of a process. */
  | { readonly binding: "deployment"; readonly decisionId: string; readonly processDefinitionKey: string };

type Connection = Pool | PoolClient;

/**
 * Characters of the deployments that are kept; compiled, each takes some 15 to 45 bytes. The oldest used leave first, so
 * that some 100 MB stay, or one deployment that is larger.
 */
const cachedLengthMax = 2.5 * 2 ** 20;

/** A batch needs files that are not compiled yet, which may take seconds: not while it holds its instances. */
export class DecisionsNotCompiled extends Error {
  readonly wanted: readonly DecisionWanted[];

  constructor(wanted: readonly DecisionWanted[]) {
    super("Decisions are not compiled yet");
    this.wanted = wanted;
  }
}

/** Deployed decisions. Which one is the newest is asked each time; only what never changes is kept in memory. */
export class Decisions {
  readonly #report: Report;
  /** By key of the deployment. */
  readonly #cached = new Map<string, CompiledDeployment>();
  #cachedLength = 0;

  constructor(report: Report = () => undefined) {
    this.#report = report;
  }

  /**
   * Each of the wanted decisions in their order, found with one statement; undefined where there is none, or none that
   * can be read.
   */
  async find(db: Connection, wanted: readonly DecisionWanted[]): Promise<(FoundDecision | undefined)[]> {
    if (wanted.length === 0) return [];
    const found = await findDeployed(db, wanted);
    const deployments = await this.#deployments(db, found);
    for (const { requirementsKey, deploymentKey } of found.values())
      await deployments.get(deploymentKey)?.compile(requirementsKey);
    return foundIn(wanted, found, deployments);
  }

  /** As {@link find}. Throws {@link DecisionsNotCompiled} when files had to be compiled first. */
  async findCompiled(db: Connection, wanted: readonly DecisionWanted[]): Promise<(FoundDecision | undefined)[]> {
    if (wanted.length === 0) return [];
    const found = await findDeployed(db, wanted);
    for (const { requirementsKey, deploymentKey } of found.values())
      if (this.#cached.get(deploymentKey)?.modelOf(requirementsKey) === undefined)
        throw new DecisionsNotCompiled(wanted);
    return foundIn(wanted, found, await this.#deployments(db, found));
  }

  /** Those of the decisions that were found, by key. */
  async #deployments(
    db: Connection,
    found: ReadonlyMap<number, DeployedDecision>,
  ): Promise<ReadonlyMap<string, CompiledDeployment>> {
    const keys = new Set([...found.values()].map(({ deploymentKey }) => deploymentKey));
    // Taken at once: what others keep meanwhile may push it out.
    const cached = new Map([...keys].map((key) => [key, this.#cached.get(key)] as const));
    const loaded = await loadDeployments(db, new Set([...keys].filter((key) => !cached.get(key))));
    const deployments = new Map<string, CompiledDeployment>();
    for (const key of keys) {
      const { files, deployed } = loaded.get(key) ?? nothingLoaded;
      const deployment =
        cached.get(key) ?? this.#cached.get(key) ?? new CompiledDeployment(files, deployed, this.#report);
      this.#keep(key, deployment);
      deployments.set(key, deployment);
    }
    return deployments;
  }

  /** Kept before it is compiled, so that of many who come at once one does it. */
  #keep(key: string, deployment: CompiledDeployment): void {
    this.#forget(key);
    this.#cached.set(key, deployment);
    this.#cachedLength += deployment.length;
    for (const oldest of this.#cached.keys()) {
      if (this.#cachedLength <= cachedLengthMax || oldest === key) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#cachedLength -= this.#cached.get(key)?.length ?? 0;
    this.#cached.delete(key);
  }
}

function foundIn(
  wanted: readonly DecisionWanted[],
  found: ReadonlyMap<number, DeployedDecision>,
  deployments: ReadonlyMap<string, CompiledDeployment>,
): (FoundDecision | undefined)[] {
  return wanted.map((_, at) => {
    const decision = found.get(at);
    const deployment = decision && deployments.get(decision.deploymentKey);
    const model = deployment?.modelOf(decision?.requirementsKey ?? "");
    return decision && deployment && model ? { decision, model, deployed: deployment.deployed } : undefined;
  });
}

const columns = `d.key, d.decision_id as "decisionId", d.version, d.version_tag as "versionTag", d.name,
  d.requirements_key as "requirementsKey", r.requirements_id as "requirementsId", d.deployment_key as "deploymentKey"`;

const joined = "millrace.decision_definition d join millrace.decision_requirements r on r.key = d.requirements_key";

/** By place in the list. One look into one index for each; the branches that are not meant find nothing. */
async function findDeployed(db: Connection, wanted: readonly DecisionWanted[]): Promise<Map<number, DeployedDecision>> {
  const newest = (and: string) =>
    `(select n.key from millrace.decision_definition n where n.decision_id = w.id and ${and} order by n.version desc limit 1)`;
  const { rows } = await db.query<DeployedDecision & { at: number }>({
    name: "find decisions",
    text: `select w.at, ${columns}
      from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::bigint[]) as w(at, binding, id, tag, key)
      join ${joined} on d.key = case w.binding
        when 'key' then w.key
        when 'latest' then ${newest("true")}
        when 'versionTag' then ${newest("n.version_tag = w.tag")}
        else ${newest("n.deployment_key = (select p.deployment_key from millrace.process_definition p where p.key = w.key)")}
        end`,
    values: [
      wanted.map((_, at) => at),
      wanted.map(({ binding }) => binding),
      wanted.map((one) => ("decisionId" in one ? storable(one.decisionId) : null)),
      wanted.map((one) => ("versionTag" in one ? storable(one.versionTag) : null)),
      wanted.map(keyIn),
    ],
  });
  return new Map(rows.map(({ at, ...decision }) => [at, decision]));
}

function keyIn(wanted: DecisionWanted): string | null {
  switch (wanted.binding) {
    case "key":
      return wanted.decisionKey;
    case "deployment":
      return wanted.processDefinitionKey;
    case "latest":
    case "versionTag":
      return null;
    default:
      return wanted satisfies never;
  }
}

interface Loaded {
  /** XML by key of the requirements. */
  readonly files: Map<string, string>;
  readonly deployed: Map<string, DeployedDecision>;
}

const nothingLoaded: Loaded = { files: new Map(), deployed: new Map() };

async function loadDeployments(db: Connection, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, Loaded>> {
  const loaded = new Map([...keys].map((key): [string, Loaded] => [key, { files: new Map(), deployed: new Map() }]));
  if (keys.size === 0) return loaded;
  const { rows: files } = await db.query<{ key: string; deploymentKey: string; xml: string }>(
    `select key, deployment_key as "deploymentKey", xml from millrace.decision_requirements
     where deployment_key = any($1::bigint[]) order by key`,
    [[...keys]],
  );
  for (const { key, deploymentKey, xml } of files) loaded.get(deploymentKey)?.files.set(key, xml);
  const { rows } = await db.query<DeployedDecision>(
    `select ${columns} from ${joined} where d.deployment_key = any($1::bigint[])`,
    [[...keys]],
  );
  for (const decision of rows) loaded.get(decision.deploymentKey)?.deployed.set(decision.decisionId, decision);
  return loaded;
}
