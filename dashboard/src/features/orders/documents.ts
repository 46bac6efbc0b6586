import { graphql } from '../../generated/gql.ts';

export const ORDER_LIST = graphql(`
  query OrderList($storeId: ID!, $status: OrderStatus, $first: Int, $after: String) {
    orders(storeId: $storeId, status: $status, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { id ...OrderRow_Order } }
    }
  }
`);

export const OrderRow_Order = graphql(`
  fragment OrderRow_Order on Order {
    id
    status
    createdAt
    holdExpiresAt
    total { amountMinor currency }
    buyer { name }
    items { id quantityUnits product { name } }
  }
`);

export const ORDER_DETAIL = graphql(`
  query OrderDetail($id: ID!) {
    order(id: $id) {
      id
      status
      createdAt
      holdExpiresAt
      paidAt
      checkoutUrl
      total { amountMinor currency }
      buyer { id name locale ...BlockButton_Buyer }
      liveEvent { id title }
      items { id quantityUnits unitPrice { amountMinor currency } product { id sku name color size } }
      holds { id state quantityUnits createdAt expiresAt endedAt product { sku } }
      attempts { id gateway state createdAt amount { amountMinor currency } }
      payments { id gateway externalId state outcome createdAt amount { amountMinor currency } }
    }
  }
`);

export const CANCEL_ORDER = graphql(`
  mutation CancelOrder($input: CancelOrderInput!) {
    cancelOrder(input: $input) {
      __typename
      ... on CancelOrderSuccess { data { id status holds { id state endedAt } } }
      ... on DomainError { message }
    }
  }
`);
