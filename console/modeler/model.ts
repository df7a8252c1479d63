import { newProcessXml } from "../../modeler/newProcess.ts";
import { processes } from "../api/millrace.ts";
import { definitionXml, deploy } from "../api/v2.ts";
import { draftKey, draftOf } from "./drafts.ts";

const bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/** A version that the server has. */
export interface Deployed {
  version: number;
  processDefinitionKey: string;
  canStart: boolean;
}

/** What the modeler page works on. */
export interface OpenModel {
  /** Under which its draft is kept. */
  key: string;
  xml: string;
  /** The version it came from; null for a new process. */
  deployed: Deployed | null;
  /** When the draft was kept; null when it is as deployed. */
  draftAt: string | null;
}

/** What the address asks for: a version, its draft if there is one, or a new process. */
export async function openModel(processId: string, version: number | null): Promise<OpenModel> {
  if (!processId) return newModel();
  const process = (await processes()).find(({ processDefinitionId }) => processDefinitionId === processId);
  const found =
    process?.versions.find((known) => known.version === version) ??
    (version === null ? process?.versions[0] : undefined);
  if (!found)
    throw new Error(`No process has the id ${processId}${version === null ? "" : ` and version ${version}`}.`);
  const key = draftKey(processId, found.version);
  const draft = draftOf(key);
  const xml = draft?.xml ?? (await definitionXml(found.processDefinitionKey));
  return { key, xml, deployed: found, draftAt: draft?.at ?? null };
}

export interface DeployedModel {
  processId: string;
  version: number;
  model: OpenModel;
}

/** Deploys what is drawn. Throws the server's `Problem`, with findings where it was refused for them. */
export async function deployModel(xml: string): Promise<DeployedModel> {
  const { id } = processHead(xml);
  const answer = await deploy([new File([xml], `${id || "process"}.bpmn`, { type: "text/xml" })]);
  const processId = answer.deployments[0]?.processDefinition?.processDefinitionId ?? id;
  const deployed = (await processes()).find(({ processDefinitionId }) => processDefinitionId === processId)
    ?.versions[0];
  if (!deployed) throw new Error(`${processId} was deployed and is not listed. Load the page again.`);
  const model = { key: draftKey(processId, deployed.version), xml, deployed, draftAt: null };
  return { processId, version: deployed.version, model };
}

export function newModel(): OpenModel {
  const draft = draftOf("");
  return { key: "", xml: draft?.xml ?? freshXml(), deployed: null, draftAt: draft?.at ?? null };
}

/** An id that no process has yet; people change it together with the name. */
export const freshXml = (): string =>
  newProcessXml({
    id: `process-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "1"}`,
    name: "New process",
  });

export interface ProcessHead {
  id: string;
  name: string;
}

/** Id and name of the first process in the file, as drawn now. */
export function processHead(xml: string): ProcessHead {
  const parsed = new DOMParser().parseFromString(xml, "application/xml");
  const all = [...parsed.getElementsByTagNameNS(bpmn, "process")];
  const process = all.find((element) => element.getAttribute("isExecutable") === "true") ?? all[0];
  const id = process?.getAttribute("id") ?? "";
  return { id, name: process?.getAttribute("name")?.trim() || id || "Untitled" };
}
