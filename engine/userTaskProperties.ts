import { lookedUpLengthMax } from "./bounds.ts";
import type { Expression } from "./feel/expression.ts";
import { type Json, show } from "./feel/values.ts";
import type { UserTaskDefinition } from "./model/model.ts";
import { failed, ok, type Result } from "./result.ts";
import { dueAtDate } from "./triggers/time.ts";
import type { UserTaskProperties } from "./vocabulary.ts";

type Evaluate = (expression: Expression) => Result<Json>;

/** Priority of a task whose model names none, as in Camunda 8. */
const priorityDefault = 50;

/** Evaluates what the model says about a user task. Fails on the first value of a wrong kind. */
export function userTaskProperties(definition: UserTaskDefinition, evaluate: Evaluate): Result<UserTaskProperties> {
  const assignee = optionalText("assignee", definition.assignee, evaluate);
  if (!assignee.ok) return assignee;
  if (assignee.value !== null && assignee.value.length > lookedUpLengthMax)
    return failed(`Expected at most ${lookedUpLengthMax} characters as assignee, got ${assignee.value.length}`);
  const candidateGroups = texts("candidate groups", definition.candidateGroups, evaluate);
  if (!candidateGroups.ok) return candidateGroups;
  const candidateUsers = texts("candidate users", definition.candidateUsers, evaluate);
  if (!candidateUsers.ok) return candidateUsers;
  const dueDate = instant("due date", definition.dueDate, evaluate);
  if (!dueDate.ok) return dueDate;
  const followUpDate = instant("follow-up date", definition.followUpDate, evaluate);
  if (!followUpDate.ok) return followUpDate;
  const priority = priorityOf(definition.priority, evaluate);
  if (!priority.ok) return priority;
  const form = optionalText("external form reference", definition.externalFormReference, evaluate);
  if (!form.ok) return form;
  return ok({
    assignee: assignee.value,
    candidateGroups: candidateGroups.value,
    candidateUsers: candidateUsers.value,
    dueDate: dueDate.value,
    followUpDate: followUpDate.value,
    priority: priority.value,
    externalFormReference: form.value,
    headers: definition.headers,
  });
}

function optionalText(what: string, expression: Expression | null, evaluate: Evaluate): Result<string | null> {
  const evaluated = expression ? evaluate(expression) : ok(null);
  if (!evaluated.ok) return evaluated;
  const { value } = evaluated;
  if (value === null || value === "") return ok(null);
  return typeof value === "string" ? ok(value) : failed(`Expected a text as ${what}, got ${show(value)}`);
}

/** A list of texts, or one text with commas. */
function texts(what: string, expression: Expression | null, evaluate: Evaluate): Result<string[]> {
  const evaluated = expression ? evaluate(expression) : ok(null);
  if (!evaluated.ok) return evaluated;
  const { value } = evaluated;
  if (value === null) return ok([]);
  const list = typeof value === "string" ? value.split(",").map((text) => text.trim()) : value;
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string"))
    return failed(`Expected a list of texts as ${what}, got ${show(value)}`);
  return ok(list.filter((text) => text !== ""));
}

function instant(what: string, expression: Expression | null, evaluate: Evaluate): Result<string | null> {
  const text = optionalText(what, expression, evaluate);
  if (!text.ok || text.value === null) return text;
  const dueMs = dueAtDate(text.value);
  return dueMs.ok ? ok(new Date(dueMs.value).toISOString()) : failed(`${dueMs.message} as ${what}`);
}

function priorityOf(expression: Expression | null, evaluate: Evaluate): Result<number> {
  const evaluated = expression ? evaluate(expression) : ok(priorityDefault);
  if (!evaluated.ok) return evaluated;
  const priority = Number(evaluated.value ?? priorityDefault);
  return Number.isInteger(priority) && priority >= 0 && priority <= 100
    ? ok(priority)
    : failed(`Expected a whole number from 0 to 100 as priority, got ${show(evaluated.value)}`);
}
