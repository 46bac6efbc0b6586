import { randomBytes } from 'node:crypto';
import { putBounded } from '../bounded.ts';

const GRANTS_MAX = 1_000;

/** A person who continued with Facebook. Ids are short words, so that the same name is the same person next time. */
export type Person = { readonly id: string; readonly name: string; readonly email: string | null };

/** What a person granted in the dialog: permissions, and the Pages that they ticked. */
export type Grant = {
  readonly person: Person;
  readonly scopes: readonly string[];
  readonly pageIds: readonly string[];
  /** Set for the token of one of the Pages. */
  readonly pageId?: string;
};
export type Code = { readonly grant: Grant; readonly redirectUri: string; readonly challenge: string | null };

export type People = { readonly codes: Map<string, Code>; readonly tokens: Map<string, Grant> };

export function createPeople(): People {
  return { codes: new Map(), tokens: new Map() };
}

export function newCode(people: People, code: Code): string {
  return keep(people.codes, 'code-', code);
}

export function newUserToken(people: People, grant: Grant): string {
  return keep(people.tokens, 'user-token-', grant);
}

/** A token of a Page that ends with the grant of the person who took it. */
export function newPageToken(people: People, grant: Grant, pageId: string): string {
  return keep(people.tokens, `page-token-${pageId}-`, { ...grant, pageId });
}

/** The person removes the app: every token of theirs ends. */
export function removeApp(people: People, personId: string): void {
  for (const [token, { person }] of people.tokens) if (person.id === personId) people.tokens.delete(token);
}

function keep<Value>(map: Map<string, Value>, prefix: string, value: Value): string {
  const key = `${prefix}${randomBytes(18).toString('base64url')}`;
  putBounded(map, GRANTS_MAX, key, value);
  return key;
}
