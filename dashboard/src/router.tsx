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

const settingsIndexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/store', replace: true });
  },
});

const storeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/store',
  component: lazyRouteComponent(() => import('./pages/settings-store.tsx'), 'StorePage'),
});

const facebookRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/facebook',
  component: lazyRouteComponent(() => import('./pages/settings-facebook.tsx'), 'FacebookPage'),
});

const paymentsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/payments',
  component: lazyRouteComponent(() => import('./pages/settings-payments.tsx'), 'PaymentsPage'),
});

const messagesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/messages',
  component: lazyRouteComponent(() => import('./pages/settings-messages.tsx'), 'MessagesPage'),
});

const servicesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/services',
  component: lazyRouteComponent(() => import('./pages/settings-services.tsx'), 'ServicesPage'),
});

const partnersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/partners',
  component: lazyRouteComponent(() => import('./pages/settings-partners.tsx'), 'PartnersPage'),
});

const securityRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/security',
  component: lazyRouteComponent(() => import('./pages/settings-security.tsx'), 'SecurityPage'),
});

const teamRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/team',
  component: lazyRouteComponent(() => import('./pages/team.tsx'), 'TeamPage'),
});

/** For the support people of the installation. */
const supportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/support',
  component: lazyRouteComponent(() => import('./pages/support.tsx'), 'SupportPage'),
});

/** Where the link for a forgotten password leads; without a link it asks for one. */
const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./pages/reset-password.tsx'), 'ResetPasswordPage'),
});

/** Where the link of an invitation leads, for whoever has it: the page itself asks them to sign in. */
const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  loader: () => loadViewer(),
  component: lazyRouteComponent(() => import('./pages/invitation.tsx'), 'InvitationPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage'),
});

const deadLettersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/dead-letters',
  component: lazyRouteComponent(() => import('./pages/dead-letters.tsx'), 'DeadLettersPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    loginRoute,
    invitationRoute,
    resetPasswordRoute,
    shellRoute.addChildren([
      overviewRoute,
      livesRoute,
      liveRoute,
      productsRoute,
      ordersRoute,
      orderRoute,
      conversationsRoute,
      understandingRoute,
      settingsRoute.addChildren([
        settingsIndexRoute,
        storeRoute,
        facebookRoute,
        paymentsRoute,
        messagesRoute,
        servicesRoute,
        teamRoute,
        partnersRoute,
        auditRoute,
        deadLettersRoute,
        securityRoute,
      ]),
      supportRoute,
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
