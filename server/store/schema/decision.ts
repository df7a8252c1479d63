import { index, integer, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant, key, millrace } from "./columns.ts";

/** A DMN file that was deployed: a decision requirements graph. */
export const decisionRequirements = millrace.table(
  "decision_requirements",
  {
    key: key().primaryKey(),
    requirementsId: text().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    resourceName: text().notNull(),
    xml: text().notNull(),
    /** SHA-256 of name and XML: an identical file is not a new version. */
    checksum: text().notNull(),
    deploymentKey: key().notNull(),
    deployedAt: instant().notNull(),
  },
  // The XML of a whole deployment is read together: its files may import each other.
  (t) => [uniqueIndex().on(t.requirementsId, t.version), index().on(t.deploymentKey)],
);

/** A decision that can be asked for by its id. */
export const decisionDefinition = millrace.table(
  "decision_definition",
  {
    key: key().primaryKey(),
    decisionId: text().notNull(),
    version: integer().notNull(),
    versionTag: text(),
    name: text().notNull(),
    requirementsKey: key().notNull(),
    deploymentKey: key().notNull(),
  },
  (t) => [
    uniqueIndex().on(t.decisionId, t.version),
    index().on(t.requirementsKey),
    index().on(t.deploymentKey, t.decisionId),
  ],
);

/** A decision that was made, or failed: one row for each decision of an evaluation. */
export const decisionInstance = millrace.table(
  "decision_instance",
  {
    /** The evaluation's own key where no process asked for it. */
    processInstanceKey: key().notNull(),
    evaluationKey: key().notNull(),
    /** Which decision of the evaluation, from 1, in the order in which they were made. */
    index: integer().notNull(),
    decisionKey: key().notNull(),
    decisionId: text().notNull(),
    decisionName: text().notNull(),
    /** `DecisionType` of the engine. */
    decisionType: text().notNull(),
    version: integer().notNull(),
    requirementsKey: key().notNull(),
    /** The decision that was asked for. */
    rootDecisionKey: key().notNull(),
    /** The process's version and the element that asked; null over the API. */
    processDefinitionKey: key(),
    elementKey: key(),
    /** EVALUATED or FAILED. */
    state: text().notNull(),
    /** What was expected and what came, of a failed one. */
    failure: text(),
    evaluatedAt: instant().notNull(),
    /** JSON text, as is every value within it. */
    inputs: text().notNull(),
    matchedRules: text().notNull(),
    output: text().notNull(),
  },
  (t) => [
    primaryKey({ name: "decision_instance_pk", columns: [t.processInstanceKey, t.evaluationKey, t.index] }),
    index("decision_instance_newest").on(t.evaluatedAt),
    index("decision_instance_of_id").on(t.decisionId, t.evaluatedAt),
    index("decision_instance_of_key").on(t.decisionKey, t.evaluatedAt),
  ],
);
