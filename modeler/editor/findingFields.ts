/**
 * The entries of the properties panel where a finding is mended, by its code, the nearest first. A code that is not
 * here is mended on the canvas.
 */
const entriesByCode: Readonly<Record<string, readonly string[]>> = {
  JOB_TYPE_MISSING: ["taskDefinitionType"],
  CONDITION_MISSING: ["conditionExpression"],
  CONDITION_INVALID: ["conditionExpression"],
  MESSAGE_NAME_MISSING: ["messageName", "messageRef"],
  CORRELATION_KEY_MISSING: ["messageSubscriptionCorrelationKey"],
  TIMER_INVALID: ["timerEventDefinitionValue", "timerEventDefinitionType"],
  SCRIPT_MISSING: ["scriptExpression", "taskDefinitionType"],
  ERROR_CODE_INVALID: ["errorCode", "errorRef"],
  ID_TOO_LONG: ["id"],
};

/** The panel draws an element some frames after it was selected; later than this it has no such entry. */
const framesMax = 12;

/** Unfolds the entry of the panel that mends a finding and moves the focus into it; does nothing when it has none. */
export async function focusEntry(panel: HTMLElement, code: string, open: (entryId: string) => void): Promise<void> {
  for (let frame = 0; frame < framesMax; frame += 1) {
    await new Promise(requestAnimationFrame);
    for (const entryId of entriesByCode[code] ?? []) {
      const field = fieldOf(panel, entryId);
      if (!field) continue;
      open(entryId);
      return field.focus();
    }
  }
}

function fieldOf(panel: HTMLElement, entryId: string): HTMLElement | null {
  const fields = ":is(input, textarea, select, [contenteditable=true])";
  return panel.querySelector<HTMLElement>(`[data-entry-id="${entryId}"] ${fields}`);
}
