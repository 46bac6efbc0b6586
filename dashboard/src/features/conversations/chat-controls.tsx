import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/api/act.ts';
import { usePolled } from '../../lib/api/use-polled.ts';
import { useFormat } from '../../lib/format.ts';
import { useMay } from '../../lib/session.tsx';
import { showToast } from '../../lib/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/fields.tsx';
import { CHAT_LEAD, HAND_BACK, SEND_MESSAGE, TAKE_OVER } from './documents.ts';

const ASK_EVERY_MS = 5_000;

/** Who leads the chat, and the field to write into it by hand. */
export function ChatControls({
  conversationId,
  onSent,
}: {
  readonly conversationId: string;
  readonly onSent: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useMay()('conversations:write');
  const { data, reload } = usePolled(CHAT_LEAD, { id: conversationId }, ASK_EVERY_MS);
  const [text, setText] = useState('');
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const [isBusy, setBusy] = useState(false);
  const chat = data?.node && 'takenOverUntil' in data.node ? data.node : null;
  if (!chat) return null;
  const refuse = (message: string) => showToast('bad', message || t('state.failedHint'));
  const lead = async (mutation: typeof TAKE_OVER | typeof HAND_BACK) => {
    setBusy(true);
    const outcome = await act(mutation as typeof TAKE_OVER, { input: { conversationId } });
    if (!outcome.ok) refuse(outcome.message);
    await reload();
    setBusy(false);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const outcome = await act(SEND_MESSAGE, { input: { conversationId, text, clientKey } });
    if (outcome.ok) {
      setText('');
      setClientKey(crypto.randomUUID());
      onSent();
    } else refuse(outcome.message);
    await reload();
    setBusy(false);
  };
  return (
    <div className="flex shrink-0 flex-col gap-3 border-t border-line p-4">
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="min-w-40 grow basis-0 text-xs text-muted">
          {chat.takenOverUntil
            ? t('conversations.led', { time: format.dateTime(chat.takenOverUntil) })
            : t('conversations.botLeads')}
        </p>
        {mayWrite && (
          <Button size="small" isBusy={isBusy} onClick={() => lead(chat.takenOverUntil ? HAND_BACK : TAKE_OVER)}>
            {chat.takenOverUntil ? t('conversations.handBack') : t('conversations.takeOver')}
          </Button>
        )}
      </div>
      {chat.buyer.optedOutAt && (
        <p className="text-xs text-warn">
          {chat.buyer.erasedAt ? t('conversations.erased') : t('conversations.optedOut')}
        </p>
      )}
      {mayWrite && !chat.buyer.optedOutAt && (
        <form onSubmit={send} className="flex flex-col gap-2">
          <TextArea
            label={t('conversations.write')}
            hint={t('conversations.writeHint')}
            value={text}
            maxLength={2_000}
            rows={2}
            required
            dir="auto"
            onChange={(event) => setText(event.target.value)}
          />
          <Button
            type="submit"
            look="primary"
            icon="send"
            isBusy={isBusy}
            disabled={text.trim() === ''}
            className="self-end"
          >
            {t('conversations.send')}
          </Button>
        </form>
      )}
    </div>
  );
}
