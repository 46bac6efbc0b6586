import { useSyncExternalStore } from 'react';

export type Toast = { readonly id: number; readonly kind: 'good' | 'bad'; readonly text: string };

const SHOWN_MS = 6_000;
const MOST = 4;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let nextId = 1;

function replace(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export const dismissToast = (id: number): void => replace(toasts.filter((toast) => toast.id !== id));

/** Shows a short message above the page for a few seconds. */
export function showToast(kind: Toast['kind'], text: string): void {
  const id = nextId;
  nextId += 1;
  replace([...toasts.slice(1 - MOST), { id, kind, text }]);
  setTimeout(() => dismissToast(id), SHOWN_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useToasts = (): readonly Toast[] => useSyncExternalStore(subscribe, () => toasts);
