import { graphql } from '../../generated/gql.ts';

export const BEGIN_PAGE_CONNECTION = graphql(`
  mutation BeginPageConnection($input: BeginPageConnectionInput!) {
    beginPageConnection(input: $input) {
      __typename
      ... on BeginPageConnectionSuccess { data { url } }
      ... on DomainError { message }
    }
  }
`);

export const COMPLETE_PAGE_CONNECTION = graphql(`
  mutation CompletePageConnection($input: CompletePageConnectionInput!) {
    completePageConnection(input: $input) {
      __typename
      ... on CompletePageConnectionSuccess {
        data { permissions { name isNeeded isGranted } pages { fbPageId name missingTasks } }
      }
      ... on DomainError { message }
    }
  }
`);

export const CHOOSE_PAGE = graphql(`
  mutation ChoosePage($input: ChoosePageInput!) {
    choosePage(input: $input) {
      __typename
      ... on ChoosePageSuccess { data { id fbPageId } }
      ... on DomainError { message }
    }
  }
`);

export const VERIFY_PAGE = graphql(`
  mutation VerifyPage($input: VerifyPageInput!) {
    verifyPage(input: $input) {
      __typename
      ... on VerifyPageSuccess { data { id } }
      ... on DomainError { message }
    }
  }
`);

export const MESSAGE_TEMPLATES = graphql(`
  query MessageTemplates($storeId: ID!) {
    store(id: $storeId) { id messageTemplates { kind language state reason } }
  }
`);
