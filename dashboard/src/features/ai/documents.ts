import { graphql } from '../../generated/gql.ts';

export const AI_USAGE = graphql(`
  query AiUsage($storeId: ID!) {
    aiUsage(storeId: $storeId) {
      commentCount askedCount cachedCount leftOpenCount callCount tokens tokenLimit
      costMicroUsd costLimitMicroUsd usualMicroUsd isUnusual isSpent
      providers { name model state seenAt }
    }
  }
`);
