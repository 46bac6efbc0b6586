import { graphql } from '../../generated/gql.ts';

export const PARTNERS = graphql(`
  query Partners($storeId: ID!) {
    apiKeys(storeId: $storeId) { id name prefix scopes expiresAt lastUsedAt revokedAt }
    webhookEndpoints(storeId: $storeId) {
      id url description eventTypes state disabledReason failingSince
    }
  }
`);

export const DELIVERIES = graphql(`
  query WebhookDeliveries($endpointId: ID!) {
    node(id: $endpointId) {
      __typename
      id
      ... on WebhookEndpoint {
        deliveries(first: 20) {
          edges {
            node { id eventType cursor state attempts responseStatus responseExcerpt error durationMs createdAt lastAttemptAt }
          }
        }
      }
    }
  }
`);

export const CREATE_KEY = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on CreateApiKeySuccess { data { secret } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

export const ROTATE_KEY = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      __typename
      ... on RotateApiKeySuccess { data { secret } }
      ... on DomainError { message }
    }
  }
`);

export const REVOKE_KEY = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      __typename
      ... on RevokeApiKeySuccess { data { id revokedAt } }
      ... on DomainError { message }
    }
  }
`);

export const CREATE_ENDPOINT = graphql(`
  mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      __typename
      ... on CreateWebhookEndpointSuccess { data { secret } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

export const ROTATE_SECRET = graphql(`
  mutation RotateWebhookSecret($input: RotateWebhookSecretInput!) {
    rotateWebhookSecret(input: $input) {
      __typename
      ... on RotateWebhookSecretSuccess { data { secret } }
      ... on DomainError { message }
    }
  }
`);

export const ENABLE_ENDPOINT = graphql(`
  mutation EnableWebhookEndpoint($input: EnableWebhookEndpointInput!) {
    enableWebhookEndpoint(input: $input) {
      __typename
      ... on EnableWebhookEndpointSuccess { data { id state } }
      ... on DomainError { message }
    }
  }
`);

export const DISABLE_ENDPOINT = graphql(`
  mutation DisableWebhookEndpoint($input: DisableWebhookEndpointInput!) {
    disableWebhookEndpoint(input: $input) {
      __typename
      ... on DisableWebhookEndpointSuccess { data { id state } }
      ... on DomainError { message }
    }
  }
`);

export const REPLAY = graphql(`
  mutation ReplayWebhookDeliveries($input: ReplayWebhookDeliveriesInput!) {
    replayWebhookDeliveries(input: $input) {
      __typename
      ... on ReplayWebhookDeliveriesSuccess { data { count } }
      ... on DomainError { message }
    }
  }
`);
