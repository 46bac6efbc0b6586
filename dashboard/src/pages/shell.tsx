import { getRouteApi, Link, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageStopsNotice } from '../features/page-stops/page-stops-notice.tsx';
import { isOpen, SETTINGS_PAGES } from '../features/settings/settings-pages.ts';
import { CreateStoreForm } from '../features/stores/create-store-form.tsx';
import { signOut } from '../lib/api/auth.ts';
import { type Permission, SessionProvider, useMay, useSession } from '../lib/session.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Panel } from '../ui/layout.tsx';
import mark from '../ui/mark.svg';
import { NotFound } from './root.tsx';
import { StoreSelect } from './store-select.tsx';

const LINKS = [
  { to: '/', name: 'overview', icon: 'home', demands: 'orders:read' },
  { to: '/lives', name: 'lives', icon: 'live', demands: 'live:read' },
  { to: '/products', name: 'products', icon: 'box', demands: 'catalogue:read' },
  { to: '/orders', name: 'orders', icon: 'bag', demands: 'orders:read' },
  { to: '/conversations/{-$conversationId}', name: 'conversations', icon: 'chat', demands: 'conversations:read' },
  { to: '/understanding', name: 'understanding', icon: 'bulb', demands: 'decisions:correct' },
  { to: '/settings', name: 'settings', icon: 'gear', demands: null },
] as const satisfies readonly {
  readonly to: string;
  readonly name: string;
  readonly icon: IconName;
  readonly demands: Permission | null;
}[];

const SUPPORT = { to: '/support', name: 'support', icon: 'eye' } as const;
/** Pages of the person alone, who may have no store yet. */
const WITHOUT_STORE: readonly string[] = ['/settings/security', SUPPORT.to];

function useLinks() {
  const may = useMay();
  const { viewer } = useSession();
  const links = LINKS.filter(({ demands }) => demands === null || may(demands));
  return viewer.isSupport ? [...links, SUPPORT] : links;
}

/** Whether the page of the address is one of this person's. The first page leads on by itself. */
function useIsOpen(): boolean {
  const may = useMay();
  const { viewer } = useSession();
  const { pathname } = useLocation();
  if (pathname === '/') return true;
  if (pathname === SUPPORT.to) return viewer.isSupport;
  const settings = SETTINGS_PAGES.find(({ to }) => to === pathname);
  if (settings) return isOpen(settings, may);
  const name = pathname.split('/')[1];
  const demands = LINKS.find(({ to }) => to.split('/')[1] === name)?.demands;
  return demands == null || may(demands);
}

const shellRoute = getRouteApi('/shell');

/** What stands around every page of a signed-in person: the menu beside it, or below it on smaller screens. */
export function Shell() {
  const viewer = shellRoute.useLoaderData();
  return (
    <SessionProvider viewer={viewer}>
      <Frame />
    </SessionProvider>
  );
}

function Frame() {
  const { t } = useTranslation();
  const { store } = useSession();
  const may = useMay();
  const { pathname } = useLocation();
  const isThere = useIsOpen();
  const hasAll = store !== undefined || WITHOUT_STORE.includes(pathname);
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[4.5rem_minmax(0,1fr)] xl:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed start-4 top-4 z-50 -translate-y-24 rounded-lg bg-primary px-4 py-2 font-medium text-white focus:translate-y-0"
      >
        {t('nav.skip')}
      </a>
      <SideBar />
      <main id="content" tabIndex={-1} className="min-w-0 p-4 pb-24 outline-none lg:pb-4">
        {/* Another store is another page: nothing of the former one may stay on screen. */}
        {!hasAll && <FirstStore />}
        {store && may('conversations:write') && <PageStopsNotice key={`stops ${store.id}`} storeId={store.id} />}
        {hasAll && !isThere && <NotFound />}
        {hasAll && isThere && <Outlet key={store?.id} />}
      </main>
      <BottomBar />
    </div>
  );
}

function SideBar() {
  const { t } = useTranslation();
  const { viewer } = useSession();
  const links = useLinks();
  return (
    <header className="sticky top-0 hidden h-dvh flex-col gap-6 border-e border-line p-3 lg:flex">
      <p className="flex h-10 items-center gap-3 px-2 font-semibold">
        <img src={mark} alt="" className="size-8" />
        <span className="hidden xl:inline">LiveStreamSell</span>
      </p>
      <div className="hidden xl:block">
        <StoreSelect />
      </div>
      <nav aria-label={t('nav.label')} className="flex flex-col gap-1">
        {links.map(({ to, name, icon }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === '/' }}
            title={t(`nav.${name}`)}
            className="flex h-10 items-center gap-3 rounded-lg px-3 text-muted transition-colors hover:bg-raised hover:text-ink max-xl:justify-center max-xl:px-0"
            activeProps={{ className: 'bg-raised text-ink! font-medium' }}
          >
            <Icon name={icon} className="size-5" />
            <span className="max-xl:sr-only">{t(`nav.${name}`)}</span>
          </Link>
        ))}
      </nav>
      <div className="mt-auto flex items-center gap-2 max-xl:justify-center">
        <div className="hidden min-w-0 grow px-2 xl:block">
          <bdi className="block truncate text-sm">{viewer.fullName}</bdi>
          <span dir="ltr" className="block truncate text-2xs text-faint rtl:text-right">
            {viewer.email}
          </span>
        </div>
        <SignOutButton />
      </div>
    </header>
  );
}

function SignOutButton() {
  const { t } = useTranslation();
  const router = useRouter();
  const leave = async () => {
    await signOut();
    // A fresh page forgets every answer that the former person got.
    location.assign(router.buildLocation({ to: '/login' }).href);
  };
  return <IconButton icon="exit" label={t('nav.signOut')} onClick={leave} className="rtl:-scale-x-100" />;
}

function BottomBar() {
  const { t } = useTranslation();
  const links = useLinks();
  return (
    <nav
      aria-label={t('nav.label')}
      className="fixed inset-x-0 bottom-0 z-40 grid auto-cols-fr grid-flow-col border-t border-line bg-panel/95 pb-[env(safe-area-inset-bottom)] backdrop-blur lg:hidden"
    >
      {links.map(({ to, name, icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/' }}
          className="flex h-15 min-w-0 flex-auto flex-col items-center justify-center gap-0.5 text-faint focus-visible:-outline-offset-2"
          activeProps={{ className: 'text-primary-soft!' }}
        >
          <Icon name={icon} className="size-5" />
          <span className="w-full truncate px-0.5 text-center text-[0.625rem]">{t(`nav.${name}`)}</span>
        </Link>
      ))}
    </nav>
  );
}

function FirstStore() {
  const { t } = useTranslation();
  const router = useRouter();
  const { selectStore } = useSession();
  const enter = async (storeId: string) => {
    selectStore(storeId);
    await router.invalidate();
    await router.navigate({ to: '/' });
  };
  return (
    <div className="mx-auto flex max-w-lg flex-col gap-6 py-8">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{t('store.firstTitle')}</h1>
        <p className="mt-2 text-muted">{t('store.firstHint')}</p>
      </div>
      <Panel className="p-5">
        <CreateStoreForm onCreated={(storeId) => void enter(storeId)} />
      </Panel>
    </div>
  );
}
