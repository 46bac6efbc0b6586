import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BlockButton } from '../features/buyers/block-button.tsx';
import { ChatControls } from '../features/conversations/chat-controls.tsx';
import { ChatRules } from '../features/conversations/chat-rules.tsx';
import { ConversationList } from '../features/conversations/conversation-list.tsx';
import { CONVERSATION_LIST } from '../features/conversations/documents.ts';
import { MessageThread } from '../features/conversations/message-thread.tsx';
import { usePages } from '../lib/api/use-pages.ts';
import { useStore } from '../lib/session.tsx';
import { buttonClasses } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import { PageHeader, Panel, PanelTitle } from '../ui/layout.tsx';
import { PagedList } from '../ui/paged-list.tsx';
import { EmptyState } from '../ui/states.tsx';

const CONVERSATIONS_AT_ONCE = 20;

/** The list and the chosen chat side by side; on smaller screens one of them at a time. */
export function ConversationsPage() {
  const { t } = useTranslation();
  const store = useStore();
  const { conversationId } = useParams({ from: '/shell/conversations/{-$conversationId}' });
  const pages = usePages(
    CONVERSATION_LIST,
    { storeId: store.id, first: CONVERSATIONS_AT_ONCE },
    (data) => data.conversations,
  );
  const [sentCount, setSentCount] = useState(0);
  const chosen = pages.nodes.find(({ id }) => id === conversationId);
  const isChosen = conversationId !== undefined;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.conversations')} · LiveStreamSell AI`}</title>
      <PageHeader title={t('nav.conversations')} />
      <div className="grid gap-4 lg:h-[calc(100dvh-6rem)] lg:grid-cols-[20rem_minmax(0,1fr)] lg:grid-rows-[minmax(0,1fr)]">
        <Panel className={classNames('lg:overflow-y-auto', isChosen && 'hidden lg:block')}>
          <PagedList
            pages={pages}
            empty={
              <EmptyState icon="chat" title={t('conversations.none')}>
                {t('conversations.noneHint')}
              </EmptyState>
            }
          >
            <ConversationList conversations={pages.nodes} />
          </PagedList>
        </Panel>
        <Panel className={classNames('flex-col overflow-hidden', isChosen ? 'flex' : 'hidden lg:flex')}>
          {conversationId !== undefined ? (
            <>
              <PanelTitle
                aside={
                  <span className="flex items-center gap-2">
                    {chosen && <BlockButton key={chosen.buyer.id} buyer={chosen.buyer} />}
                    <Link
                      to="/conversations/{-$conversationId}"
                      params={{ conversationId: undefined }}
                      className={classNames(buttonClasses({ look: 'quiet', size: 'small' }), 'lg:hidden')}
                    >
                      <Icon name="chevron" className="size-4 -scale-x-100 rtl:scale-x-100" />
                      {t('action.back')}
                    </Link>
                  </span>
                }
              >
                <bdi>{pages.status === 'loading' ? '…' : (chosen?.buyer.name ?? t('live.someone'))}</bdi>
              </PanelTitle>
              <ChatRules key={`rules ${conversationId}`} conversationId={conversationId} />
              <div
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
                tabIndex={0}
                role="log"
                aria-label={t('conversations.messages')}
                className="min-h-0 grow overflow-y-auto -outline-offset-2"
              >
                <MessageThread key={`${conversationId}:${sentCount}`} conversationId={conversationId} />
              </div>
              <ChatControls
                key={conversationId}
                conversationId={conversationId}
                onSent={() => setSentCount((count) => count + 1)}
              />
            </>
          ) : (
            <EmptyState icon="chat" title={t('conversations.choose')}>
              {t('conversations.chooseHint')}
            </EmptyState>
          )}
        </Panel>
      </div>
    </div>
  );
}
