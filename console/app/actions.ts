import type { ReactiveController, ReactiveControllerHost } from "lit";
import { hasSingleKeys } from "./preferences.ts";

/** Something a person can do here, by button, key or command palette. */
export interface Action {
  label: string;
  /** Head under which palette and help list it, for example `This task`. */
  group: string;
  /**
   * One key (`J`, `?`, `Esc`), a sequence (`G I`) or a chord (`mod+Enter`, `mod+S`). `mod` is ⌘ on a Mac, else Ctrl.
   * A chord also works while a field has focus.
   */
  keys?: string;
  run: () => void;
  /** False keeps it out of the palette: moving a cursor is not a command. */
  isCommand?: boolean;
}

const providers = new Set<() => readonly Action[]>();

/** All actions of this moment, those of the innermost part first. */
export const allActions = (): Action[] => [...providers].reverse().flatMap((provide) => provide());

/** Registers what its host can do, for as long as the host is in the page. */
export class Actions implements ReactiveController {
  #provide: () => readonly Action[];

  constructor(host: ReactiveControllerHost, provide: () => readonly Action[]) {
    this.#provide = provide;
    host.addController(this);
  }

  hostConnected(): void {
    providers.add(this.#provide);
  }

  hostDisconnected(): void {
    providers.delete(this.#provide);
  }
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys as printed on a button: `⌘↵` or `Ctrl ↵`, `G I`. */
export const keyLabel = (keys: string): string =>
  keys
    .replace("mod+", isMac ? "⌘" : "Ctrl ")
    .replace("Shift+", "⇧")
    .replace("Enter", isMac ? "↵" : "Enter");

/** The second key of a sequence must follow within this time. */
const sequenceMs = 1_000;

let prefix = "";
let prefixAt = 0;

/**
 * Call once: sends key presses to the actions. Chords on their way in, because editors keep what they hear to
 * themselves; single keys on their way out, when nobody else wanted them.
 */
export function startKeys(): void {
  window.addEventListener("keydown", (event) => run(event, chordAction(event)), { capture: true });
  window.addEventListener("keydown", (event) => run(event, singleAction(event)));
}

function run(event: KeyboardEvent, action: Action | undefined): void {
  if (!action || event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  action.run();
}

function chordAction(event: KeyboardEvent): Action | undefined {
  const chord = event.key === "F6" ? "F6" : chordOf(event);
  return chord && !isModal() ? allActions().find((action) => action.keys === chord) : undefined;
}

function singleAction(event: KeyboardEvent): Action | undefined {
  if (event.defaultPrevented || chordOf(event) || isTyping(event) || !hasSingleKeys() || isModal()) return undefined;
  const key = keyOf(event);
  const sequence = Date.now() - prefixAt < sequenceMs ? `${prefix} ${key}` : "";
  prefix = "";
  const actions = allActions();
  const second = sequence && actions.find((action) => action.keys === sequence);
  if (second) return second;
  if (actions.some((action) => action.keys?.startsWith(`${key} `))) {
    prefix = key;
    prefixAt = Date.now();
  }
  return actions.find((action) => action.keys === key);
}

function chordOf(event: KeyboardEvent): string | null {
  if (event.altKey || !(isMac ? event.metaKey : event.ctrlKey)) return null;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return `mod+${event.shiftKey ? "Shift+" : ""}${key}`;
}

const keyOf = (event: KeyboardEvent): string => {
  if (event.metaKey || event.ctrlKey || event.altKey) return "";
  if (event.key === "Escape") return "Esc";
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
};

/** In fields letters are text, and inside the modeler they choose its tools. */
function isTyping(event: KeyboardEvent): boolean {
  return event.composedPath().some((node) => {
    if (!(node instanceof HTMLElement)) return false;
    if (node.localName === "process-modeler" || node.isContentEditable) return true;
    if (node instanceof HTMLInputElement) return !["checkbox", "radio", "button", "file"].includes(node.type);
    return node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
  });
}

let modals = 0;

/** While a dialog is open the page's single keys rest. */
const isModal = (): boolean => modals > 0;

export function countModal(change: 1 | -1): void {
  modals += change;
}
