import { graphql } from '../../generated/gql.ts';

export const PRODUCT_LIST = graphql(`
  query ProductList($storeId: ID!, $search: String, $first: Int, $after: String) {
    products(storeId: $storeId, search: $search, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { node { id ...ProductRow_Product ...ProductForm_Product } }
    }
  }
`);

export const ProductRow_Product = graphql(`
  fragment ProductRow_Product on Product {
    id
    sku
    name
    color
    size
    claimCode
    imageUrl
    onHandUnits
    heldUnits
    availableUnits
    price { amountMinor currency }
  }
`);

export const ProductForm_Product = graphql(`
  fragment ProductForm_Product on Product {
    id
    sku
    name
    description
    color
    size
    claimCode
    groupKey
    keywords
    imageUrl
    onHandUnits
    price { amountMinor currency }
  }
`);

export const IMPORT_PRODUCTS = graphql(`
  mutation ImportProducts($input: ImportProductsInput!) {
    importProducts(input: $input) {
      __typename
      ... on ImportProductsSuccess { data { id } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);
