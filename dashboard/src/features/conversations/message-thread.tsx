import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type FragmentType, readFragment } from '../../generated/fragment-masking.ts';
import type { MessageState } from '../../generated/graphql.ts';
import { usePages } from '../../lib/api/use-pages.ts';
import { useFormat } from '../../lib/format.ts';
import { classNames } from '../../ui/class-names.ts';
import { LoadMore } from '../../ui/load-more.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { MESSAGE_LIST, MessageBubble_Message } from './documents.ts';

const MESSAGES_AT_ONCE = 50;

const STATE_COLORS: Readonly<Record<MessageState, string>> = {
  RECEIVED: '',
  QUEUED: 'text-warn',
  SENDING: 'text-warn',
  WITHHELD: 'text-warn',
  SENT: '',
  DELIVERED: '',
  READ: 'text-primary-soft',
  REFUSED: 'text-bad',
  UNKNOWN: 'text-warn',
};

/** All that was said with one buyer, the newest at the bottom; older messages are loaded above. */
export function MessageThread({ conversationId }: { readonly conversationId: string }) {
  const { t } = useTranslation();
  const end = useRef<HTMLLIElement>(null);
  const pages = usePages(MESSAGE_LIST, { id: conversationId, first: MESSAGES_AT_ONCE }, ({ node }) =>
    node && 'messages' in node ? node.messages : null,
  );
  const newestId = pages.nodes[0]?.id;
  useEffect(() => {
    if (newestId) end.current?.scrollIntoView({ block: 'nearest' });
  }, [newestId]);
  if (pages.status === 'failed')
    return <ErrorState message={pages.error?.graphQLErrors[0]?.message} onRetry={pages.reload} />;
  if (pages.status === 'loading') {
    return (
      <div className="p-4">
        <Skeleton rows={4} />
      </div>
    );
  }
  if (pages.nodes.length === 0) return <EmptyState icon="chat" title={t('conversations.noMessages')} />;
  return (
    <>
      <LoadMore pages={pages} />
      <ol className="flex flex-col gap-3 p-4">
        {pages.nodes.toReversed().map((message) => (
          <Bubble key={message.id} message={message} />
        ))}
        <li ref={end} aria-hidden="true" />
      </ol>
    </>
  );
}

function Bubble({ message: masked }: { readonly message: FragmentType<typeof MessageBubble_Message> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const message = readFragment(MessageBubble_Message, masked);
  const isOurs = message.direction === 'OUT';
  return (
    <li
      className={classNames(
        'flex max-w-[85%] flex-col gap-1 sm:max-w-[70%]',
        isOurs ? 'items-end self-end' : 'items-start self-start',
      )}
    >
      <p
        dir="auto"
        className={classNames(
          'rounded-2xl px-3.5 py-2 whitespace-pre-wrap wrap-anywhere',
          isOurs ? 'rounded-ee-md bg-primary text-white' : 'rounded-es-md bg-raised',
        )}
      >
        {message.text}
      </p>
      <p className="flex flex-wrap gap-x-2 px-1 text-2xs text-faint">
        <span>{t(`messageKind.${message.kind}`)}</span>
        <time dateTime={message.createdAt} className="figures">
          {format.time(message.sentAt ?? message.createdAt)}
        </time>
        {isOurs && <span className={STATE_COLORS[message.state]}>{t(`messageState.${message.state}`)}</span>}
      </p>
      {message.failure && <p className="px-1 text-xs text-bad wrap-anywhere">{message.failure}</p>}
    </li>
  );
}
