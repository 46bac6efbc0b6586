import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartnersQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { CREATE_ENDPOINT, DISABLE_ENDPOINT, ENABLE_ENDPOINT, ROTATE_SECRET } from './documents.ts';
import { type Changed, RotateButton, SecretList } from './secret-list.tsx';

type Endpoint = PartnersQuery['webhookEndpoints'][number];

/** The addresses that get events, each with its delivery log, and a form for a new one. */
export function WebhookEndpoints({
  storeId,
  endpoints,
  ...changed
}: Changed & { readonly storeId: string; readonly endpoints: readonly Endpoint[] }) {
  const { t } = useTranslation();
  return (
    <SecretList
      none={t('partners.noEndpoints')}
      rows={endpoints.map((endpoint) => <EndpointRow key={endpoint.id} endpoint={endpoint} {...changed} />)}
      form={<NewEndpointForm storeId={storeId} {...changed} />}
    />
  );
}

function EndpointRow({ endpoint, onSecret, onChange }: Changed & { readonly endpoint: Endpoint }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const input = { endpointId: endpoint.id };
  const isOn = endpoint.state === 'ENABLED';
  const toggle = async () => {
    const outcome = isOn ? await act(DISABLE_ENDPOINT, { input }) : await act(ENABLE_ENDPOINT, { input });
    if (!outcome.ok) showToast('bad', outcome.message || t('state.failedHint'));
    onChange();
  };
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p dir="ltr" className="font-medium wrap-anywhere">
            {endpoint.url}
          </p>
          <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
            <Badge tone={isOn ? 'paid' : 'bad'}>{isOn ? t('partners.on') : t('partners.off')}</Badge>
            {endpoint.disabledReason && t(`partners.reason.${endpoint.disabledReason}`)}
            {endpoint.failingSince && t('partners.failingSince', { time: format.dateTime(endpoint.failingSince) })}
            <span dir="ltr">{endpoint.eventTypes.join(', ') || t('partners.allEvents')}</span>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('partners.log')}
          </Button>
          <RotateButton
            question={t('partners.rotateSecretHint')}
            rotate={() => act(ROTATE_SECRET, { input })}
            onSecret={onSecret}
            onChange={onChange}
          />
          <Button size="small" onClick={toggle}>
            {isOn ? t('partners.disable') : t('partners.enable')}
          </Button>
        </div>
      </div>
      {isOpen && <DeliveryLog endpointId={endpoint.id} />}
    </li>
  );
}

function NewEndpointForm({ storeId, onSecret, onChange }: Changed & { readonly storeId: string }) {
  const { t } = useTranslation();
  const form = useSubmit(
    (values) =>
      act(CREATE_ENDPOINT, {
        input: {
          storeId,
          url: textOf(values, 'url'),
          eventTypes: textOf(values, 'eventTypes')
            .split(/[\s,]+/)
            .filter(Boolean),
        },
      }),
    ({ secret }, element) => {
      element.reset();
      onSecret(secret);
      onChange();
    },
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-3 border-t border-line pt-4">
      <TextField
        label={t('partners.url')}
        name="url"
        type="url"
        dir="ltr"
        required
        placeholder="https://"
        problem={form.problemOf('url')}
      />
      <TextField
        label={t('partners.eventTypes')}
        hint={t('partners.eventTypesHint')}
        name="eventTypes"
        dir="ltr"
        problem={form.problemOf('eventTypes')}
      />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" icon="plus" isBusy={form.isBusy} className="self-start">
        {t('partners.createEndpoint')}
      </Button>
    </form>
  );
}
