/** The id of a node as clients and partners see it: base64url of `Type:uuid`. */
export function toGlobalId(typename: string, id: string | number | bigint): string {
  return Buffer.from(`${typename}:${id}`).toString('base64url');
}
