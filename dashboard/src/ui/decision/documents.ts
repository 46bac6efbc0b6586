import { graphql } from '../../generated/gql.ts';

export const DECISION_TRAIL = graphql(`
  query DecisionTrail($commentId: ID!) {
    node(id: $commentId) {
      ... on Comment {
        id
        decision {
          id
          decidedBy
          decider
          askBack
          doubts
          language
          catalogueVersion
          tookMs
          provider
          model
          prompt
          answer
          tokens
          costMicroUsd
          isCached
          createdAt
        }
      }
    }
  }
`);
