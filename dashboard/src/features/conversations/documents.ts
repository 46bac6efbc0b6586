import { graphql } from '../../generated/gql.ts';

export const CONVERSATION_LIST = graphql(`
  query ConversationList($storeId: ID!, $first: Int, $after: String) {
    conversations(storeId: $storeId, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id
          lastInboundAt
          buyer { id name locale ...BlockButton_Buyer }
          messages(first: 1) { edges { node { id text createdAt } } }
        }
      }
    }
  }
`);

export const MESSAGE_LIST = graphql(`
  query MessageList($id: ID!, $first: Int, $after: String) {
    node(id: $id) {
      ... on Conversation {
        id
        buyer { id name }
        messages(first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node { id ...MessageBubble_Message } }
        }
      }
    }
  }
`);

export const MessageBubble_Message = graphql(`
  fragment MessageBubble_Message on Message { id direction kind state text failure createdAt sentAt }
`);
