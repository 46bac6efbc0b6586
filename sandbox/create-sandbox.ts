import { Hono } from 'hono';
import { createDelivery } from './deliver.ts';
import { createLlmApi } from './llm/api.ts';
import { createMailApi, createOutbox } from './mail/outbox.ts';
import { createMercadoPagoApi } from './mercadopago/api.ts';
import { createLedger } from './mercadopago/ledger.ts';
import { createPayPages } from './mercadopago/pay-pages.ts';
import type { AnswerBook } from './meta/answers.ts';
import { createFaults, createFaultsApi, failSome } from './meta/faults.ts';
import { createGraphApi } from './meta/graph-api.ts';
import { createHistory, createHistoryApi } from './meta/history.ts';
import { createFacebookLogin } from './meta/login.ts';
import { createPeople } from './meta/people.ts';
import { createTemplateBook, stopReviews, type Template } from './meta/templates.ts';
import { createMetaSender, type PageMessage } from './meta/webhooks.ts';
import { createWorld } from './meta/world.ts';
import type { SandboxSettings } from './settings.ts';
import { createLiveApi } from './viewer/live-api.ts';
import { createViewerPages } from './viewer/pages.ts';
import { createPeopleApi } from './viewer/people-api.ts';

/**
 * Meta, Mercado Pago, language models and a mail service on one port, in memory: `/graph`, `/facebook`, `/mercadopago`, `/llm`, `/mail`, the viewer page at `/`, its JSON at `/api`.
 * `now` replaces the clock, so that a test can pass a week. `close` waits for webhooks on their way.
 */
export function createSandbox(settings: SandboxSettings, options: { readonly now?: () => number } = {}) {
  const now = options.now ?? Date.now;
  const delivery = createDelivery();
  const world = createWorld({ now });
  const history = createHistory();
  const meta = createMetaSender({ world, delivery }, settings);
  const ledger = createLedger({ now });
  const outbox = createOutbox();
  const app = new Hono();
  const people = createPeople();
  const login = createFacebookLogin(people, settings);
  const faults = createFaults();
  app.route('/facebook', login.dialog);
  app.route('/graph', login.graph);
  app.use('/graph/*', failSome(faults));
  const answers: AnswerBook = new Map();
  const onMessage = (message: PageMessage) => void meta.echo(message);
  const templates = createTemplateBook();
  const onTemplate = (pageId: string, template: Template) => void meta.template({ pageId, template });
  app.route(
    '/graph',
    createGraphApi({ world, people, history, answers, templates, onMessage, onTemplate, ...settings }),
  );
  app.route('/mercadopago', createMercadoPagoApi({ ledger, delivery }, settings));
  app.route('/mercadopago', createPayPages({ ledger, delivery }, settings));
  app.route('/llm', createLlmApi());
  app.route('/mail', createMailApi({ outbox, now }));
  app.route('/api', createLiveApi({ world, meta, answers, templates }));
  app.route('/api', createPeopleApi({ people }, settings));
  app.route('/', createHistoryApi({ history }));
  app.route('/', createFaultsApi(faults));
  app.route('/', createViewerPages({ world, history, outbox }));
  app.notFound((c) => c.json({ error: `The sandbox has nothing at ${c.req.path}.` }, 404));
  return {
    app,
    close() {
      stopReviews(templates);
      return delivery.settled();
    },
  };
}
