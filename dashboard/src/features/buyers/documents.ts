import { graphql } from '../../generated/gql.ts';

export const BlockButton_Buyer = graphql(`
  fragment BlockButton_Buyer on Buyer { id blockedAt }
`);

export const BLOCK_BUYER = graphql(`
  mutation BlockBuyer($input: BlockBuyerInput!) {
    blockBuyer(input: $input) {
      __typename
      ... on BlockBuyerSuccess { data { id blockedAt } }
      ... on DomainError { message }
    }
  }
`);

export const UNBLOCK_BUYER = graphql(`
  mutation UnblockBuyer($input: UnblockBuyerInput!) {
    unblockBuyer(input: $input) {
      __typename
      ... on UnblockBuyerSuccess { data { id blockedAt } }
      ... on DomainError { message }
    }
  }
`);

export const BUYER_RULES = graphql(`
  query BuyerRules($storeId: ID!, $first: Int, $after: String) {
    store(id: $storeId) {
      id
      maxUnitsPerProduct
      maxUnitsPerLive
      maxOpenCarts
      blockedBuyers(first: $first, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { id name blockedAt ...BlockButton_Buyer } }
      }
    }
  }
`);

export const SET_BUYER_LIMITS = graphql(`
  mutation SetBuyerLimits($input: SetBuyerLimitsInput!) {
    setBuyerLimits(input: $input) {
      __typename
      ... on SetBuyerLimitsSuccess { data { id maxUnitsPerProduct maxUnitsPerLive maxOpenCarts } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);
