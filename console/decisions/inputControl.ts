import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { parsedJson } from "../parts/variables.ts";
import type { FieldKind, InputField } from "./inputField.ts";

export interface ControlState {
  id: string;
  text: string;
  isWrong: boolean;
  describedBy: string | null;
  change: (text: string) => void;
  leave: () => void;
}

/** What a field is typed into, by its kind. */
export function inputControl(field: InputField, state: ControlState): TemplateResult {
  if (field.choices.length > 0) return chooser(field.choices, state);
  if (field.kind === "boolean") return chooser(["true", "false"], state);
  if (field.kind === "json") return area(state);
  return line(field, state);
}

const change = (state: ControlState) => (event: Event) =>
  state.change((event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value);

/** The empty choice leaves the variable out, and says so. */
const chooser = (values: readonly string[], state: ControlState): TemplateResult =>
  html`<select class="input" id=${state.id} aria-describedby=${state.describedBy ?? nothing} @change=${change(state)}>
    <option value="" ?selected=${state.text === ""}>Not given</option>
    ${values.map((value) => html`<option value=${value} ?selected=${value === state.text}>${asWritten(value)}</option>`)}
  </select>`;

/** Texts without their quotes. */
function asWritten(literal: string): string {
  const value = parsedJson(literal);
  return typeof value === "string" ? value : literal;
}

const area = (state: ControlState): TemplateResult =>
  html`<textarea class="input code" id=${state.id} rows="3" spellcheck="false" aria-invalid=${state.isWrong} aria-describedby=${state.describedBy ?? nothing} .value=${live(state.text)} @input=${change(state)} @blur=${state.leave}></textarea>`;

const types: Record<FieldKind, string> = {
  text: "text",
  number: "text",
  boolean: "text",
  duration: "text",
  json: "text",
  any: "text",
  date: "date",
  time: "time",
  dateTime: "datetime-local",
};

const line = (field: InputField, state: ControlState): TemplateResult =>
  html`<input
      class="input"
      id=${state.id}
      type=${types[field.kind]}
      step=${field.kind === "time" || field.kind === "dateTime" ? "1" : nothing}
      inputmode=${field.kind === "number" ? "decimal" : nothing}
      list=${field.suggestions.length > 0 ? `${state.id}-list` : nothing}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${state.isWrong}
      aria-describedby=${state.describedBy ?? nothing}
      .value=${live(state.text)}
      @input=${change(state)}
      @blur=${state.leave}
    />
    ${
      field.suggestions.length > 0
        ? html`<datalist id="${state.id}-list">${field.suggestions.map((value) => html`<option value=${asWritten(value)}></option>`)}</datalist>`
        : nothing
    }`;

/** What is expected, where the control does not show it; empty where it does. */
export function inputHint({ kind, allowed, choices }: InputField): string {
  if (choices.length > 0) return "";
  const limits = allowed ? `Allowed: ${allowed}` : "";
  const form = forms[kind];
  return [form, limits].filter(Boolean).join(" ");
}

const forms: Record<FieldKind, string> = {
  text: "",
  number: "",
  boolean: "",
  date: "",
  time: "",
  dateTime: "",
  duration: "A duration, for example P1DT12H.",
  json: "JSON: texts in double quotes.",
  any: "A number, a text, or JSON.",
};
