import { graphql } from '../../generated/gql.ts';

export const DEAD_LETTERS = graphql(`
  query DeadLetters($storeId: ID!, $first: Int, $after: String) {
    deadLetters(storeId: $storeId, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { id kind subject reason attempts publishedAt parkedAt } }
    }
  }
`);

export const REQUEUE_DEAD_LETTERS = graphql(`
  mutation RequeueDeadLetters($input: RequeueDeadLettersInput!) {
    requeueDeadLetters(input: $input) {
      ... on RequeueDeadLettersSuccess { data { ids } }
      ... on DomainError { message }
    }
  }
`);

export const DROP_DEAD_LETTERS = graphql(`
  mutation DropDeadLetters($input: DropDeadLettersInput!) {
    dropDeadLetters(input: $input) {
      ... on DropDeadLettersSuccess { data { ids } }
      ... on DomainError { message }
    }
  }
`);
