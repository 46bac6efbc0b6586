import { useSyncExternalStore } from 'react';

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The present in epoch milliseconds, renewed every second by one timer for the whole page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

/** `mm:ss` until the instant, or null once it has passed. Hours are kept in the minutes. */
export function formatCountdown(untilIso: string, nowMs: number): string | null {
  const leftSeconds = Math.ceil((Date.parse(untilIso) - nowMs) / 1_000);
  if (!(leftSeconds > 0)) return null;
  return `${String(Math.floor(leftSeconds / 60)).padStart(2, '0')}:${String(leftSeconds % 60).padStart(2, '0')}`;
}
