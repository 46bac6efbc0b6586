import { graphql } from '../../generated/gql.ts';

export const TEAM = graphql(`
  query Team($storeId: ID!) {
    members(storeId: $storeId) { id role fullName email isYou joinedAt liveEvent { id title } }
    invitations(storeId: $storeId) { id email role expiresAt mailState liveEvent { id title } }
    liveEvents(storeId: $storeId, first: 50) { edges { node { id title status } } }
  }
`);

export const INVITE = graphql(`
  mutation InviteMember($input: InviteMemberInput!) {
    inviteMember(input: $input) {
      __typename
      ... on InviteMemberSuccess { data { id email } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

export const REVOKE_INVITATION = graphql(`
  mutation RevokeInvitation($input: RevokeInvitationInput!) {
    revokeInvitation(input: $input) {
      __typename
      ... on RevokeInvitationSuccess { data { id } }
      ... on DomainError { message }
    }
  }
`);

export const CHANGE_ROLE = graphql(`
  mutation ChangeMemberRole($input: ChangeMemberRoleInput!) {
    changeMemberRole(input: $input) {
      __typename
      ... on ChangeMemberRoleSuccess { data { id role } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

export const REMOVE_MEMBER = graphql(`
  mutation RemoveMember($input: RemoveMemberInput!) {
    removeMember(input: $input) {
      __typename
      ... on RemoveMemberSuccess { data }
      ... on DomainError { message }
    }
  }
`);

export const INVITATION = graphql(`
  query InvitationOffer($token: String!) {
    invitation(token: $token) { storeName role liveTitle invitedBy expiresAt }
  }
`);

export const ACCEPT = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      __typename
      ... on AcceptInvitationSuccess { data { id } }
      ... on DomainError { message }
    }
  }
`);
