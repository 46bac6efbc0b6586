import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadViewer } from './lib/session.tsx';
import { LoadFailed, NotFound, RootLayout, Waiting } from './pages/root.tsx';

const rootRoute = createRootRoute({ component: RootLayout, notFoundComponent: NotFound });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  component: lazyRouteComponent(() => import('./pages/login.tsx'), 'LoginPage'),
});

/** Everything that needs a signed-in person; the person is loaded once and again on `router.invalidate()`. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  staleTime: Number.POSITIVE_INFINITY,
  loader: async () => {
    const viewer = await loadViewer();
    if (!viewer) throw redirect({ to: '/login' });
    return viewer;
  },
  component: lazyRouteComponent(() => import('./pages/shell.tsx'), 'Shell'),
});

const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'OverviewPage'),
});

const livesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/lives',
  component: lazyRouteComponent(() => import('./pages/lives.tsx'), 'LivesPage'),
});

const liveRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/lives/$liveId',
  component: lazyRouteComponent(() => import('./pages/live.tsx'), 'LivePage'),
});

const productsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/products',
  component: lazyRouteComponent(() => import('./pages/products.tsx'), 'ProductsPage'),
});

const ordersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders',
  component: lazyRouteComponent(() => import('./pages/orders.tsx'), 'OrdersPage'),
});

const orderRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orders/$orderId',
  component: lazyRouteComponent(() => import('./pages/order.tsx'), 'OrderPage'),
});

const conversationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/conversations/{-$conversationId}',
  component: lazyRouteComponent(() => import('./pages/conversations.tsx'), 'ConversationsPage'),
});

const understandingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/understanding',
  component: lazyRouteComponent(() => import('./pages/understanding.tsx'), 'UnderstandingPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings.tsx'), 'SettingsPage'),
});

const teamRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/team',
  component: lazyRouteComponent(() => import('./pages/team.tsx'), 'TeamPage'),
});

/** Where the link of an invitation leads, for whoever has it: the page itself asks them to sign in. */
const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  loader: () => loadViewer(),
  component: lazyRouteComponent(() => import('./pages/invitation.tsx'), 'InvitationPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/audit',
  component: lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage'),
});

const deadLettersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/dead-letters',
  component: lazyRouteComponent(() => import('./pages/dead-letters.tsx'), 'DeadLettersPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    loginRoute,
    invitationRoute,
    shellRoute.addChildren([
      overviewRoute,
      livesRoute,
      liveRoute,
      productsRoute,
      ordersRoute,
      orderRoute,
      conversationsRoute,
      understandingRoute,
      settingsRoute,
      auditRoute,
      deadLettersRoute,
      teamRoute,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: LoadFailed,
  defaultPendingComponent: Waiting,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
