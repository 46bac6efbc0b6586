import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { Language } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useMay } from '../../lib/session.tsx';
import { showToast } from '../../lib/toasts.ts';
import { SelectField } from '../../ui/fields.tsx';
import { CHAT_RULES, CHOOSE_LANGUAGE } from './documents.ts';

const LANGUAGES = ['ES', 'EN', 'PT', 'FR', 'AR'] as const satisfies readonly Language[];

/** What Meta's rules allow in the chat now, and in which language the bot writes there. */
export function ChatRules({ conversationId }: { readonly conversationId: string }) {
  const { t, i18n } = useTranslation();
  const mayWrite = useMay()('conversations:write');
  const [{ data }, reload] = useQuery({
    query: CHAT_RULES,
    variables: { id: conversationId },
    requestPolicy: 'network-only',
  });
  const chat = data?.node && 'sendPolicy' in data.node ? data.node : null;
  if (!chat) return null;
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' });
  const choose = async (language: Language | null) => {
    const outcome = await act(CHOOSE_LANGUAGE, { input: { conversationId, language } });
    showToast(outcome.ok ? 'good' : 'bad', outcome.ok ? t('conversations.languageSaved') : outcome.message);
    reload();
  };
  return (
    <div className="flex flex-wrap items-end justify-between gap-3 border-b border-line px-4 py-3">
      <p className="min-w-0 basis-64 grow text-xs text-muted">{t(`sendPolicy.${chat.sendPolicy.mode}`)}</p>
      {mayWrite && (
        <div className="w-44">
          <SelectField
            label={t('conversations.language')}
            value={chat.language ?? ''}
            onChange={(event) => void choose((event.target.value || null) as Language | null)}
            options={[
              { value: '', label: t('conversations.languageAuto') },
              ...LANGUAGES.map((value) => ({ value, label: names.of(value.toLowerCase()) ?? value })),
            ]}
          />
        </div>
      )}
    </div>
  );
}
