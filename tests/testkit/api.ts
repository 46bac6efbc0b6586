export type Api = {
  readonly token: string;
  /** Data of a GraphQL operation. @throws Error with the answer when it has errors. */
  graphql<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** Status and body of a REST call. */
  rest<Body>(path: string, init?: { method?: string; body?: unknown }): Promise<{ status: number; body: Body }>;
};

/** Signs up or in at a running server and answers a client that carries the session. */
export async function signIn(
  baseUrl: string,
  given: { readonly email: string; readonly password: string; readonly name?: string },
): Promise<Api> {
  const path = given.name ? 'sign-up' : 'sign-in';
  const response = await fetch(`${baseUrl}/api/auth/${path}/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify(given),
  });
  const token = response.headers.get('set-auth-token');
  if (!response.ok || !token) throw new Error(`Signing in failed with ${response.status}: ${await response.text()}`);
  return createApi(baseUrl, token);
}

export function createApi(baseUrl: string, token: string): Api {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-graphql-csrf': '1' };
  return {
    token,
    async graphql<Data>(query: string, variables: Record<string, unknown> = {}) {
      const response = await fetch(`${baseUrl}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as { data?: Data; errors?: unknown };
      if (answer.errors || !answer.data) throw new Error(`GraphQL answered ${JSON.stringify(answer)}`);
      return answer.data;
    },
    async rest<Body>(path: string, init: { method?: string; body?: unknown } = {}) {
      const response = await fetch(`${baseUrl}${path}`, {
        method: init.method ?? 'GET',
        headers,
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      });
      return { status: response.status, body: (await response.json()) as Body };
    },
  };
}
