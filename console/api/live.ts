import type { Changed } from "../../server/contract.ts";

/** Changes closer together than this are read once; a person sees no difference below it. */
export const gatherMs = 120;

/** Wait before the browser's own reconnection is helped along, after the server closed the stream for good. */
const reopenMs = 2_000;

type Listener = (changed: Changed) => void;

const everything: Changed = { processInstanceKeys: null, definitions: true };
const listeners = new Set<Listener>();
const stateListeners = new Set<() => void>();

let source: EventSource | null = null;
let lostAt: Date | null = null;

/** Calls back after every committed change, and once for "anything may have changed" after a reconnection. */
export function onChanged(listener: Listener): () => void {
  listeners.add(listener);
  open();
  return () => listeners.delete(listener);
}

/**
 * A browser has few connections for one origin, shared by its tabs: a hidden tab gives its own back, and reads afresh
 * when it is shown again.
 */
function followVisibility(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (source === null && listeners.size > 0) {
      open();
      announce(everything);
    }
  });
}

/** Calls back whenever the connection is lost or found again. */
export function onConnection(listener: () => void): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}

/** When the connection was lost; null while it stands. */
export const connectionLostAt = (): Date | null => lostAt;

/** Tries at once instead of waiting for the next automatic attempt. */
export function reconnect(): void {
  source?.close();
  source = null;
  open();
}

/** Tells every listener that something changed here, without waiting for the server's event. */
export function announce(changed: Changed): void {
  for (const listener of [...listeners]) listener(changed);
}

function open(): void {
  if (source || document.hidden) return;
  const opened = new EventSource("/api/events");
  source = opened;
  opened.addEventListener("changed", (event) => announce(JSON.parse(event.data as string) as Changed));
  opened.addEventListener("open", () => {
    const wasLost = lostAt !== null;
    setLost(null);
    if (wasLost) announce(everything);
  });
  opened.addEventListener("error", () => {
    setLost(lostAt ?? new Date());
    if (opened.readyState === EventSource.CLOSED && source === opened) setTimeout(reconnect, reopenMs);
  });
}

function setLost(at: Date | null): void {
  if (at === lostAt) return;
  lostAt = at;
  for (const listener of [...stateListeners]) listener();
}

followVisibility();
