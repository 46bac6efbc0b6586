import { useTranslation } from 'react-i18next';
import type { MessageTemplateState } from '../../generated/graphql.ts';
import { usePolled } from '../../lib/api/use-polled.ts';
import { Badge } from '../../ui/badge.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { MESSAGE_TEMPLATES } from './documents.ts';

const ASK_EVERY_MS = 10_000;
const TONES: Readonly<Record<MessageTemplateState, 'paid' | 'warn' | 'bad'>> = {
  WANTED: 'warn',
  PENDING: 'warn',
  APPROVED: 'paid',
  REJECTED: 'bad',
  PAUSED: 'warn',
  DISABLED: 'bad',
};

/** How it stands at Facebook with the texts that may reach buyers who have not written lately. */
export function TemplateList({ storeId }: { readonly storeId: string }) {
  const { t, i18n } = useTranslation();
  const { data } = usePolled(MESSAGE_TEMPLATES, { storeId }, ASK_EVERY_MS);
  const languages = new Intl.DisplayNames(i18n.language, { type: 'language' });
  const templates = data?.store?.messageTemplates;
  // What is the same for all of them, such as a missing permission, is said once.
  const [shared, ...others] = [...new Set(templates?.map(({ reason }) => reason))];
  const common = others.length === 0 ? shared : null;
  return (
    <section className="mt-4 border-t border-line pt-4" data-testid="templates">
      <h3 className="font-medium">{t('templates.title')}</h3>
      <p className="mt-1 mb-3 text-pretty text-muted">{t('templates.hint')}</p>
      {!templates && <Skeleton rows={3} />}
      {templates?.length === 0 && <p>{t('templates.none')}</p>}
      {common && <Reason>{common}</Reason>}
      <ul className="flex flex-col gap-2" aria-live="polite">
        {templates?.map(({ kind, language, state, reason }) => (
          <li key={`${kind} ${language}`} className="flex flex-wrap items-center gap-x-3">
            <span className="grow">
              {t(`templates.kind.${kind}`)} · {languages.of(language.toLowerCase())}
            </span>
            <Badge tone={TONES[state]}>{t(`templates.state.${state}`)}</Badge>
            {reason && !common && <Reason>{reason}</Reason>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** In Facebook's words or ours, which are English. */
function Reason({ children }: { readonly children: string }) {
  return (
    <bdi lang="en" className="mb-2 block w-full text-xs text-pretty wrap-break-word text-warn">
      {children}
    </bdi>
  );
}
