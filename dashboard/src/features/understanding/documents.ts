import { graphql } from '../../generated/gql.ts';

export const DECISION_LIST = graphql(`
  query DecisionList($storeId: ID!, $needsLook: Boolean, $leftOpen: Boolean, $first: Int, $after: String) {
    aiDecisions(storeId: $storeId, needsLook: $needsLook, leftOpen: $leftOpen, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id
          intent
          items { sku quantityUnits }
          ambiguous
          confidence
          decidedBy
          comment { id text authorName commentedAt }
          correction { intent items { sku quantityUnits } }
        }
      }
    }
  }
`);

export const CORRECT_DECISION = graphql(`
  mutation CorrectDecision($input: CorrectDecisionInput!) {
    correctDecision(input: $input) {
      __typename
      ... on CorrectDecisionSuccess { data { id } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

export const WITHDRAW_CORRECTION = graphql(`
  mutation WithdrawCorrection($input: WithdrawCorrectionInput!) {
    withdrawCorrection(input: $input) {
      __typename
      ... on WithdrawCorrectionSuccess { data { id } }
      ... on DomainError { message }
    }
  }
`);

export const PICK_PRODUCTS = graphql(`
  query PickProducts($storeId: ID!, $search: String, $first: Int, $after: String) {
    products(storeId: $storeId, search: $search, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { id sku name color size } }
    }
  }
`);

export const KEYWORD_SUGGESTIONS = graphql(`
  query KeywordSuggestions($storeId: ID!) {
    keywordSuggestions(storeId: $storeId) { keyword commentCount sample product { id sku name } }
  }
`);

export const ADD_KEYWORD = graphql(`
  mutation AddKeyword($input: AddKeywordInput!) {
    addKeyword(input: $input) {
      __typename
      ... on AddKeywordSuccess { data { id keywords } }
      ... on DomainError { message }
    }
  }
`);
