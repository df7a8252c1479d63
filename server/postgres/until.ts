import { setTimeout as pause } from "node:timers/promises";

/** Between two looks at a file or a process. Other processes' files and exits raise no event that works on every system. */
const pollMs = 15;

/** True as soon as `holds` is; false when it still is not after `boundMs`. Looks at least twice. */
export async function until(holds: () => boolean | Promise<boolean>, boundMs: number): Promise<boolean> {
  const lastMs = performance.now() + boundMs;
  while (!(await holds())) {
    if (performance.now() > lastMs) return holds();
    await pause(pollMs);
  }
  return true;
}
