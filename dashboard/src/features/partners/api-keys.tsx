import { useTranslation } from 'react-i18next';
import type { ApiKeyScope, PartnersQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';
import { CREATE_KEY, REVOKE_KEY, ROTATE_KEY } from './documents.ts';
import { type Changed, RotateButton, SecretList } from './secret-list.tsx';

type Key = PartnersQuery['apiKeys'][number];

const SCOPES = ['PRODUCTS_READ', 'ORDERS_READ', 'ORDERS_WRITE', 'EVENTS_READ'] as const satisfies ApiKeyScope[];

/** The keys of a store and a form for a new one. */
export function ApiKeys({
  storeId,
  keys,
  ...changed
}: Changed & { readonly storeId: string; readonly keys: readonly Key[] }) {
  const { t } = useTranslation();
  return (
    <SecretList
      none={t('partners.noKeys')}
      rows={keys.map((key) => <KeyRow key={key.id} apiKey={key} {...changed} />)}
      form={<NewKeyForm storeId={storeId} {...changed} />}
    />
  );
}

function KeyRow({ apiKey, onSecret, onChange }: Changed & { readonly apiKey: Key }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isExpired = apiKey.expiresAt && new Date(apiKey.expiresAt) < new Date();
  const revoke = async () => {
    const outcome = await act(REVOKE_KEY, { input: { apiKeyId: apiKey.id } });
    if (!outcome.ok) showToast('bad', outcome.message || t('state.failedHint'));
    onChange();
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{apiKey.name}</bdi>
          <code dir="ltr" className="text-xs text-muted">{`${apiKey.prefix}_…`}</code>
          {apiKey.revokedAt && <Badge tone="bad">{t('partners.revoked')}</Badge>}
          {!apiKey.revokedAt && isExpired && <Badge>{t('partners.expired')}</Badge>}
        </p>
        <p className="text-xs text-muted">
          {apiKey.scopes.map((scope) => t(`partners.scope.${scope}`)).join(' · ')}
          {' · '}
          {apiKey.lastUsedAt
            ? t('partners.lastUsed', { time: format.dateTime(apiKey.lastUsedAt) })
            : t('partners.neverUsed')}
          {apiKey.expiresAt && ` · ${t('partners.until', { time: format.dateTime(apiKey.expiresAt) })}`}
        </p>
      </div>
      {!apiKey.revokedAt && !isExpired && (
        <div className="flex gap-2">
          <RotateButton
            question={t('partners.rotateKeyHint')}
            rotate={() => act(ROTATE_KEY, { input: { apiKeyId: apiKey.id } })}
            onSecret={onSecret}
            onChange={onChange}
          />
          <ConfirmButton
            size="small"
            label={t('partners.revoke')}
            question={t('partners.revokeHint')}
            onConfirm={revoke}
          />
        </div>
      )}
    </li>
  );
}

function NewKeyForm({ storeId, onSecret, onChange }: Changed & { readonly storeId: string }) {
  const { t } = useTranslation();
  const form = useSubmit(
    (values) =>
      act(CREATE_KEY, {
        input: {
          storeId,
          name: textOf(values, 'name'),
          scopes: SCOPES.filter((scope) => values.getAll('scopes').includes(scope)),
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
      <TextField label={t('partners.keyName')} name="name" required maxLength={100} problem={form.problemOf('name')} />
      <fieldset className="flex flex-wrap gap-x-4 gap-y-2">
        <legend className="mb-1.5 text-xs font-medium text-muted">{t('partners.scopes')}</legend>
        {SCOPES.map((scope) => (
          <label key={scope} className="flex items-center gap-2">
            <input type="checkbox" name="scopes" value={scope} />
            {t(`partners.scope.${scope}`)}
          </label>
        ))}
      </fieldset>
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" icon="plus" isBusy={form.isBusy} className="self-start">
        {t('partners.createKey')}
      </Button>
    </form>
  );
}
