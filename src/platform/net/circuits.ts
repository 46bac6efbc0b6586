import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import type { Gauge } from 'prom-client';
import { z } from 'zod';
import { type Breaker, type BreakerState, createBreaker } from './breaker.ts';

const REFRESH_MS = 15_000;
const FRESH_MS = 60_000;

const noteModel = z.object({ state: z.enum(['half-open', 'open']), sinceMs: z.number(), atMs: z.number() });

/** Circuits of one process. Those that are not closed are told to the other processes through Redis. */
export type Circuits = {
  /** The breaker of a vendor; whatever its calls throw counts as the vendor's failure. */
  guard(vendor: string): Breaker;
  /** The vendors of this process, and those that another process takes for dead, by name. */
  read(): Promise<readonly VendorState[]>;
  close(): Promise<void>;
};

/** How it stands with a vendor, over all processes. `sinceMs`: since when it is not closed somewhere; null when it is. */
export type VendorState = { readonly vendor: string; readonly state: BreakerState; readonly sinceMs: number | null };

export function createCircuits(options: {
  readonly redis: Redis;
  readonly key: string;
  readonly role: string;
  readonly gauge: Gauge<'vendor'>;
  readonly onChange: (change: { readonly vendor: string; readonly state: BreakerState }) => void;
  readonly onError: (error: Error) => void;
}): Circuits {
  const { redis, key } = options;
  const guarded = new Set<string>();
  const open = new Map<string, { state: BreakerState; sinceMs: number }>();
  const fieldOf = (vendor: string) => `${vendor}|${options.role}|${hostname()}:${process.pid}`;
  const tell = (vendor: string) => {
    const note = open.get(vendor);
    const told = note
      ? redis.hset(key, fieldOf(vendor), JSON.stringify({ ...note, atMs: Date.now() }))
      : redis.hdel(key, fieldOf(vendor));
    return told.catch(options.onError);
  };
  const refresh = setInterval(() => {
    for (const vendor of open.keys()) void tell(vendor);
  }, REFRESH_MS);
  refresh.unref();
  return {
    guard(vendor) {
      guarded.add(vendor);
      return createBreaker({
        vendor,
        isFailure: () => true,
        gauge: options.gauge,
        onChange: (state) => {
          if (state === 'closed') open.delete(vendor);
          else open.set(vendor, { state, sinceMs: open.get(vendor)?.sinceMs ?? Date.now() });
          void tell(vendor);
          options.onChange({ vendor, state });
        },
      });
    },
    async read() {
      const troubled = troubledIn(await redis.hgetall(key));
      const closed = [...guarded].filter((vendor) => troubled.every((other) => other.vendor !== vendor));
      return [...troubled, ...closed.map((vendor) => ({ vendor, state: 'closed' as const, sinceMs: null }))].toSorted(
        (a, b) => a.vendor.localeCompare(b.vendor),
      );
    },
    async close() {
      clearInterval(refresh);
      const vendors = [...open.keys()];
      open.clear();
      await Promise.all(vendors.map(tell));
    },
  };
}

// What a dead process left behind fades within a minute.
function troubledIn(notes: Readonly<Record<string, string>>): readonly VendorState[] {
  const byVendor = new Map<string, VendorState>();
  for (const [field, text] of Object.entries(notes)) {
    const note = noteModel.safeParse(JSON.parse(text));
    if (!note.success || note.data.atMs < Date.now() - FRESH_MS) continue;
    const vendor = field.split('|')[0] ?? '';
    const known = byVendor.get(vendor);
    const sinceMs = Math.min(known?.sinceMs ?? Number.POSITIVE_INFINITY, note.data.sinceMs);
    byVendor.set(vendor, { vendor, state: known?.state === 'open' ? 'open' : note.data.state, sinceMs });
  }
  return [...byVendor.values()];
}
