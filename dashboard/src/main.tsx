import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { client, onSessionLost } from './lib/api/client.ts';
import { startLanguages } from './lib/i18n.ts';
import { router } from './router.tsx';
import './styles.css';

await startLanguages();
// Pages that ask people to sign in by themselves.
const OPEN_PAGES = ['/login', '/invitation', '/reset-password'];
onSessionLost(() => {
  if (!OPEN_PAGES.includes(router.state.location.pathname)) void router.navigate({ to: '/login' });
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Provider value={client}>
        <RouterProvider router={router} />
      </Provider>
    </StrictMode>,
  );
}
