import { graphql } from '../../generated/gql.ts';

// The cursor is read before the lists, so what happens in between is told by the feed once more, never left out.
export const LIVE_BOARD = graphql(`
  query LiveBoard($id: ID!, $comments: Int!, $orders: Int!, $ordersAfter: String) {
    liveEvent(id: $id) {
      id
      title
      status
      startedAt
      endedAt
      feedCursor
      store { id currency }
      showingProduct { id sku name }
      commentCount
      openCommentCount
      coverage { seenPercent repairedCount webhookSilentSince broadcast problem }
      waitlist(first: 100) { pageInfo { hasNextPage } edges { node { commentId product { id } } } }
      comments(first: $comments) {
        edges {
          node {
            id
            text
            authorName
            commentedAt
            intent
            decision { intent confidence ambiguous leftOpen items { sku quantityUnits } }
            refusedClaims { reason }
          }
        }
      }
      orders(first: $orders, after: $ordersAfter) {
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            id
            status
            total { amountMinor currency }
            createdAt
            holdExpiresAt
            linkState
            buyer { name }
            items { id quantityUnits product { id sku name } }
          }
        }
      }
    }
  }
`);

export const FEED_CURSOR = graphql(`
  query FeedCursor($id: ID!) {
    liveEvent(id: $id) { id feedCursor }
  }
`);

// Fields that may be empty in one event and not in another need names of their own: GraphQL refuses to merge them.
export const LIVE_FEED = graphql(`
  subscription LiveFeed($liveEventId: ID!, $after: String) {
    liveFeed(liveEventId: $liveEventId, after: $after) {
      __typename
      ... on Event { cursor occurredAt }
      ... on CommentUnclearEvent { commentId text authorName }
      ... on CommentUnderstoodEvent { commentId text authorName intent items { sku quantityUnits } ambiguous leftOpen confidence }
      ... on HoldPlacedEvent {
        orderId
        claimCommentId: commentId
        buyerName
        productId
        sku
        productName
        quantityUnits
        orderTotal { amountMinor currency }
        expiresAt
      }
      ... on ClaimWaitlistedEvent { claimCommentId: commentId buyerName productId sku productName quantityUnits }
      ... on ClaimRefusedEvent { refusedCommentId: commentId productName refusal: reason }
      ... on HoldChangedEvent {
        changedOrderId: orderId
        buyerName
        cart { lines { sku productName quantityUnits } total { amountMinor currency } expiresAt }
      }
      ... on HoldCancelledEvent {
        changedOrderId: orderId
        buyerName
        cart { lines { sku productName quantityUnits } total { amountMinor currency } expiresAt }
      }
      ... on RevisionRefusedEvent { refusedCommentId: commentId revisionProduct: productName revisionRefusal: reason }
      ... on StockChangedEvent { productId sku onHandUnits heldUnits availableUnits }
      ... on MessageSentEvent { kind messageOrderId: orderId }
      ... on MessageRefusedEvent { kind messageOrderId: orderId reason }
      ... on PaymentStartedEvent { orderId }
      ... on PaymentRejectedEvent { orderId }
      ... on OrderPaidEvent { orderId buyerName amount { amountMinor currency } }
      ... on OrderExpiredEvent { orderId }
      ... on OrderCancelledEvent { orderId }
      ... on CoverageChangedEvent { seenPercent repairedCount webhookSilentSince coverageProblem: problem }
      ... on BroadcastChangedEvent { broadcast }
      ... on PageSubscriptionRepairedEvent { missingFields }
      ... on LiveStartedEvent { title }
    }
  }
`);

export const COMMENT_AUTHOR = graphql(`
  query CommentAuthor($commentId: ID!) {
    node(id: $commentId) {
      ... on Comment { id buyer { id ...BlockButton_Buyer } }
    }
  }
`);

export const END_LIVE = graphql(`
  mutation EndLive($input: EndLiveInput!) {
    endLive(input: $input) {
      __typename
      ... on EndLiveSuccess { data { id status endedAt } }
      ... on DomainError { message }
    }
  }
`);

export const SHOW_PRODUCT = graphql(`
  mutation ShowProduct($input: ShowProductInput!) {
    showProduct(input: $input) {
      __typename
      ... on ShowProductSuccess { data { id showingProduct { id sku name } } }
      ... on DomainError { message }
    }
  }
`);

export const ADJUST_STOCK = graphql(`
  mutation AdjustStock($input: AdjustStockInput!) {
    adjustStock(input: $input) {
      __typename
      ... on AdjustStockSuccess { data { id sku onHandUnits heldUnits availableUnits } }
      ... on DomainError { message }
    }
  }
`);

export const QUICK_INVENTORY = graphql(`
  query QuickInventory($storeId: ID!, $search: String, $first: Int, $after: String) {
    products(storeId: $storeId, search: $search, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges {
        node { id sku name color size claimCode onHandUnits heldUnits availableUnits price { amountMinor currency } }
      }
    }
  }
`);
