import { html, type TemplateResult } from "lit";

export type SnippetLanguage = "typescript" | "curl";

export const installText = "npm i @camunda8/orchestration-cluster-api && node worker.ts";

/** A worker with the official client of Camunda 8, against this server. */
export const workerText = (
  origin: string,
): string => `import createCamundaClient from "@camunda8/orchestration-cluster-api";

const client = createCamundaClient({
  config: { CAMUNDA_REST_ADDRESS: "${origin}" },
});

client.createJobWorker({
  jobType: "charge-card",
  maxParallelJobs: 10,
  jobTimeoutMs: 30_000,
  jobHandler: async (job) => {
    const { amount } = job.variables;
    return job.complete({ receipt: \`paid \${amount}\` });
  },
});
`;

export const curlText = (origin: string): string => `# ask for jobs; the answer comes when there is one
curl ${origin}/v2/jobs/activation \\
  -H 'content-type: application/json' \\
  -d '{ "type": "charge-card", "maxJobsToActivate": 1,
        "timeout": 30000, "worker": "curl" }'

# answer with the jobKey you got
curl ${origin}/v2/jobs/$JOB_KEY/completion \\
  -H 'content-type: application/json' \\
  -d '{ "variables": { "receipt": "paid" } }'
`;

/** The same as numbered lines, keywords and strings marked. */
export const workerLines = (origin: string): TemplateResult[] =>
  workerText(origin)
    .trimEnd()
    .split("\n")
    .map((line) => html`<li>${marked(line)}</li>`);

const words = /("[^"]*"|`[^`]*`)|\b(import|from|const|async|await|return|true)\b/g;

function marked(line: string): (TemplateResult | string)[] {
  const parts: (TemplateResult | string)[] = [];
  let from = 0;
  for (const match of line.matchAll(words)) {
    parts.push(line.slice(from, match.index), html`<span class=${match[1] ? "string" : "keyword"}>${match[0]}</span>`);
    from = match.index + match[0].length;
  }
  parts.push(line.slice(from) || (parts.length === 0 ? " " : ""));
  return parts;
}
