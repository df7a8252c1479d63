import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CamundaClient, createCamundaClient } from "@camunda8/orchestration-cluster-api";

// Where the client writes answers that it refuses; elsewhere they would land in the project.
process.env.CAMUNDA_SDK_VALIDATION_CAPTURE_DIR = join(tmpdir(), "millrace-refused-answers");

/** The official client, checking requests and answers as strictly as it can: what it does not know is an error. */
export const strictClient = (address: string): CamundaClient =>
  createCamundaClient({
    config: { CAMUNDA_REST_ADDRESS: address, CAMUNDA_SDK_VALIDATION: "req:strict,res:fanatical" },
    log: { level: "silent" },
  });

/** Reads are never behind writes here: no search is asked twice. */
export const once = { consistency: { waitUpToMs: 0 } };

/**
 * The fields of an answer by name. The client looks for unknown fields only at the top of an answer; tests compare
 * every item with this list, which the compiler compares with the client's own type.
 */
export const fieldsOf = <T>(fields: Record<keyof T, true>): string[] => Object.keys(fields).sort();
