import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ConversationListQuery } from '../../generated/graphql.ts';
import { useFormat } from '../../lib/format.ts';

export type ListedConversation = ConversationListQuery['conversations']['edges'][number]['node'];

/** Private chats of the store with the last words of each. */
export function ConversationList({ conversations }: { readonly conversations: readonly ListedConversation[] }) {
  return (
    <ul>
      {conversations.map((conversation) => (
        <ConversationRow key={conversation.id} conversation={conversation} />
      ))}
    </ul>
  );
}

function ConversationRow({ conversation }: { readonly conversation: ListedConversation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const last = conversation.messages.edges[0]?.node;
  const name = conversation.buyer.name ?? t('live.someone');
  return (
    <li className="border-b border-line/60 last:border-0">
      <Link
        to="/conversations/{-$conversationId}"
        params={{ conversationId: conversation.id }}
        className="flex items-center gap-3 border-s-2 border-transparent px-4 py-3 transition-colors hover:bg-white/3 focus-visible:-outline-offset-2"
        activeProps={{ className: 'border-s-primary! bg-primary/8' }}
      >
        <span
          aria-hidden="true"
          className="flex size-9 shrink-0 items-center justify-center rounded-full bg-raised font-medium text-muted"
        >
          {Array.from(name)[0]?.toUpperCase()}
        </span>
        <span className="min-w-0 grow">
          <span className="flex items-baseline gap-2">
            <bdi className="truncate font-medium">{name}</bdi>
            {last && (
              <time className="figures ms-auto shrink-0 text-2xs text-faint">{format.time(last.createdAt)}</time>
            )}
          </span>
          <bdi className="block truncate text-xs text-muted">{last?.text ?? t('conversations.noMessages')}</bdi>
        </span>
      </Link>
    </li>
  );
}
