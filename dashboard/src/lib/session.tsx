import { createContext, type ReactNode, useContext, useState } from 'react';
import { graphql } from '../generated/gql.ts';
import type { ViewerQuery } from '../generated/graphql.ts';
import { client, isSessionLost } from './api/client.ts';

const VIEWER = graphql(`
  query Viewer {
    viewer {
      id
      email
      fullName
      hasSecondFactor
      isSecondFactorDue
      isSupport
      memberships { id role store { id name country currency locale fbPageId pageTokenExpiresAt pageConnection { pageName verifiedAt subscriptionProblem permissions { name isNeeded isGranted } } answersQuestions asksBack shippingNote permissions } }
    }
  }
`);

export type Viewer = ViewerQuery['viewer'];
export type CurrentStore = Viewer['memberships'][number]['store'];

/** The signed-in person with their stores, or null when nobody is signed in. Other failures are thrown. */
export async function loadViewer(): Promise<Viewer | null> {
  const { data, error } = await client.query(VIEWER, {}, { requestPolicy: 'network-only' }).toPromise();
  if (data) return data.viewer;
  if (isSessionLost(error)) return null;
  throw error ?? new Error('The server gave no answer.');
}

type Session = {
  readonly viewer: Viewer;
  readonly stores: readonly CurrentStore[];
  readonly store: CurrentStore | undefined;
  selectStore(id: string): void;
};

/** Read it with useSession; null outside of the signed-in pages. */
export const SessionContext = createContext<Session | null>(null);
const STORED_AS = 'store';

/** The store that the pages show from now on in this browser. */
export const rememberStore = (id: string) => localStorage.setItem(STORED_AS, id);

/** Knows the person and the store whose data the page shows; the choice of store is remembered in this browser. */
export function SessionProvider({ viewer, children }: { readonly viewer: Viewer; readonly children: ReactNode }) {
  const [chosen, setChosen] = useState(() => localStorage.getItem(STORED_AS));
  const stores = viewer.memberships.map((member) => member.store);
  const selectStore = (id: string) => {
    rememberStore(id);
    setChosen(id);
  };
  const store = stores.find(({ id }) => id === chosen) ?? stores[0];
  return <SessionContext value={{ viewer, stores, store, selectStore }}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider above it.');
  return session;
}

/** What pages ask for, of docs/permissions.md. */
export type Permission =
  | 'store:read'
  | 'members:manage'
  | 'page:connect'
  | 'payments:configure'
  | 'answers:configure'
  | 'catalogue:read'
  | 'catalogue:write'
  | 'stock:adjust'
  | 'live:read'
  | 'live:run'
  | 'decisions:correct'
  | 'orders:read'
  | 'orders:write'
  | 'conversations:read'
  | 'conversations:write'
  | 'bot:stop'
  | 'bot:resume'
  | 'vendors:read'
  | 'buyers:block'
  | 'buyers:limit'
  | 'audit:read'
  | 'ai:read'
  | 'partners:manage'
  | 'queues:manage';

/** Tells whether the person may do something in the store in use. What they may not is not shown. */
export function useMay(): (permission: Permission) => boolean {
  const { store } = useSession();
  return (permission) => store?.permissions.includes(permission) ?? false;
}

/** The store in use, on pages that exist only once there is one. */
export function useStore(): CurrentStore {
  const { store } = useSession();
  if (!store) throw new Error('This page needs a store. The shell shows the first-store form without one.');
  return store;
}
