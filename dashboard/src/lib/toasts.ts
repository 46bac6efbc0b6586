import { useSyncExternalStore } from 'react';

/** Something that can still be done about what a toast tells, such as undoing it. */
type ToastAction = { readonly label: string; readonly run: () => void };
export type Toast = {
  readonly id: number;
  readonly kind: 'good' | 'bad';
  readonly text: string;
  readonly action?: ToastAction | undefined;
};

const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 12_000;
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
export function showToast(kind: Toast['kind'], text: string, action?: ToastAction): void {
  const id = nextId;
  nextId += 1;
  replace([...toasts.slice(1 - MOST), { id, kind, text, action }]);
  setTimeout(() => dismissToast(id), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useToasts = (): readonly Toast[] => useSyncExternalStore(subscribe, () => toasts);
