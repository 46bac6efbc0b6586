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

export const CHOOSE_LANGUAGE = graphql(`
  mutation ChooseLanguage($input: ChooseLanguageInput!) {
    chooseLanguage(input: $input) {
      __typename
      ... on ChooseLanguageSuccess { data { id language } }
      ... on DomainError { message }
    }
  }
`);

export const CHAT_RULES = graphql(`
  query ChatRules($id: ID!) {
    node(id: $id) { ... on Conversation { id language sendPolicy { mode } } }
  }
`);

export const MessageBubble_Message = graphql(`
  fragment MessageBubble_Message on Message { id direction kind state text failure createdAt sentAt }
`);

export const CHAT_LEAD = graphql(`
  query ChatLead($id: ID!) {
    node(id: $id) { ... on Conversation { id takenOverUntil buyer { id optedOutAt erasedAt } } }
  }
`);

export const TAKE_OVER = graphql(`
  mutation TakeOver($input: TakeOverConversationInput!) {
    takeOverConversation(input: $input) {
      __typename
      ... on TakeOverConversationSuccess { data { id } }
      ... on DomainError { message }
    }
  }
`);

export const HAND_BACK = graphql(`
  mutation HandBack($input: HandBackConversationInput!) {
    handBackConversation(input: $input) {
      __typename
      ... on HandBackConversationSuccess { data { id } }
      ... on DomainError { message }
    }
  }
`);

export const SEND_MESSAGE = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on SendMessageSuccess { data { id } }
      ... on DomainError { message }
    }
  }
`);
