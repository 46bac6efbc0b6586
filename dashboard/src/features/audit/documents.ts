import { graphql } from '../../generated/gql.ts';

export const AUDIT_LOG = graphql(`
  query AuditLog($storeId: ID!, $first: Int, $after: String) {
    auditLog(storeId: $storeId, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { seq at actorName action subjectId hash details { name value } } }
    }
  }
`);
