import { graphql } from '../../generated/gql.ts';

export const BotPause_BotPause = graphql(`
  fragment BotPause_BotPause on BotPause { id reason detail pausedByName pausedAt withheldCount liveEvent { id } }
`);

export const STORE_BRAKE = graphql(`
  query StoreBrake($storeId: ID!) {
    store(id: $storeId) { id botPauses { id ...BotPause_BotPause } }
  }
`);

export const LIVE_BRAKE = graphql(`
  query LiveBrake($liveEventId: ID!) {
    liveEvent(id: $liveEventId) {
      id
      botPauses { id ...BotPause_BotPause }
      store { id botPauses { id ...BotPause_BotPause } }
    }
  }
`);

export const WITHHELD = graphql(`
  query WithheldMessages($id: ID!, $first: Int, $after: String) {
    node(id: $id) {
      ... on BotPause {
        id
        withheldMessages(first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node { id kind text createdAt } }
        }
      }
    }
  }
`);

export const PAUSE_BOT = graphql(`
  mutation PauseBot($input: PauseBotInput!) {
    pauseBot(input: $input) { __typename ... on PauseBotSuccess { data { id } } ... on DomainError { message } }
  }
`);

export const RESUME_BOT = graphql(`
  mutation ResumeBot($input: ResumeBotInput!) {
    resumeBot(input: $input) { __typename ... on ResumeBotSuccess { data { id } } ... on DomainError { message } }
  }
`);

export const VENDOR_STATUS = graphql(`
  query VendorStatus($storeId: ID!) {
    vendorStatus(storeId: $storeId) { vendor state since }
  }
`);
