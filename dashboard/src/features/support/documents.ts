import { graphql } from '../../generated/gql.ts';

export const INSTALLATION = graphql(`
  query Installation {
    installation { stores people runningLives commentsOfDay messagesWaiting ordersPaidOfDay }
  }
`);

export const SUPPORT_STORES = graphql(`
  query SupportStores($search: String!) {
    supportStores(search: $search) { id name country fbPageId }
  }
`);

export const SUPPORT_STORE = graphql(`
  query SupportStore($storeId: ID!, $reason: String!) {
    supportStore(storeId: $storeId, reason: $reason) {
      id name country currency locale createdAt fbPageId pageTokenExpiresAt gateways products runningLives
      commentsOfDay messagesWaiting messagesRefusedOfDay ordersPending ordersPaidOfDay
    }
  }
`);

export const SUPPORT_DECISIONS = graphql(`
  query SupportDecisions($storeId: ID!, $reason: String!, $first: Int, $after: String) {
    supportDecisions(storeId: $storeId, reason: $reason, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { createdAt text intent ambiguous confidence decidedBy language } }
    }
  }
`);
