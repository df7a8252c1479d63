import type { Pool, PoolClient } from "pg";
import type { DecisionModel } from "../../../engine/decision/model.ts";
import { readDecisions } from "../../../engine/decision/read.ts";
import { assert } from "../../../engine/result.ts";
import { storable } from "../arrayText.ts";

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

/** A file of decisions, compiled, and what was deployed with it. */
type Compiled = Pick<FoundDecision, "model" | "deployed">;

/** Characters of the files that are kept compiled, each of which takes some more; the oldest used leave first. */
const cachedLengthMax = 16 * 2 ** 20;

interface Cached {
  readonly compiled: Promise<Compiled>;
  readonly length: number;
}

/** Deployed decisions. Which one is the newest is asked each time; only what never changes is kept in memory. */
export class Decisions {
  /** By key of the requirements. */
  readonly #cached = new Map<string, Cached>();
  #cachedLength = 0;

  /** Each of the wanted decisions in their order, found with one statement; undefined where there is none. */
  async find(db: Connection, wanted: readonly DecisionWanted[]): Promise<(FoundDecision | undefined)[]> {
    if (wanted.length === 0) return [];
    const found = await findDeployed(db, wanted);
    const files = new Map([...found.values()].map((decision) => [decision.requirementsKey, decision.deploymentKey]));
    const compiled = await this.#compiledFiles(db, files);
    return wanted.map((_, at) => {
      const decision = found.get(at);
      const file = decision && compiled.get(decision.requirementsKey);
      return file && { decision, ...file };
    });
  }

  /** `files` are keys of requirements, each with that of its deployment. */
  async #compiledFiles(db: Connection, files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Compiled>> {
    // Taken at once: what others keep meanwhile may push it out.
    const cached = new Map([...files.keys()].map((key) => [key, this.#cached.get(key)] as const));
    const missing = new Set([...files].flatMap(([key, deployment]) => (cached.get(key) ? [] : [deployment])));
    const loaded = await loadDeployments(db, missing);
    const compiling = [...files].map(async ([key, deployment]) => {
      const file = cached.get(key) ?? this.#cached.get(key) ?? compile(key, loaded.get(deployment));
      this.#keep(key, file);
      return [key, await file.compiled] as const;
    });
    return new Map(await Promise.all(compiling));
  }

  /** Kept while it is compiled, so that of many who come at once one does it. */
  #keep(key: string, file: Cached): void {
    if (this.#cached.get(key) !== file) file.compiled.catch(() => this.#forget(key));
    this.#forget(key);
    this.#cached.set(key, file);
    this.#cachedLength += file.length;
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

function compile(key: string, loaded: Loaded | undefined): Cached {
  const xml = loaded?.files.get(key);
  assert(loaded && xml !== undefined, `decision requirements ${key} have no file`);
  return { compiled: compiledOf(key, xml, loaded), length: xml.length };
}

async function compiledOf(key: string, xml: string, { files, deployed }: Loaded): Promise<Compiled> {
  const others = [...files].flatMap(([other, text]) => (other === key ? [] : [text]));
  const { model, findings } = await readDecisions(xml, { others });
  assert(model, `decision requirements ${key} were deployed but do not compile: ${findings[0]?.message}`);
  return { model, deployed };
}
