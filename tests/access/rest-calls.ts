import type { Listening } from '../http/listen.ts';
import { type Shop, uuidIn } from '../resolvers/scene.ts';

export type Call = { readonly name: string; readonly path: string; readonly init: RequestInit };

type Part = {
  readonly type?: string;
  readonly properties?: Record<string, Part>;
  readonly items?: Part;
  readonly required?: string[];
  readonly $ref?: string;
  readonly minimum?: number;
  readonly enum?: unknown[];
};
type Described = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Part }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Part }>> };
};

/** A call of every route that the API describes, for the store. */
export async function makeCalls(server: Listening, shop: Shop): Promise<readonly Call[]> {
  const api = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Record<string, Part> };
  };
  const values: Readonly<Record<string, unknown>> = {
    tienda_id: uuidIn(shop.ids.store),
    sku: shop.sku,
    limit: 10,
    offset: 0,
  };
  const value = (name: string, part: Part): unknown => {
    const shape = part.$ref ? (api.components.schemas[part.$ref.split('/').at(-1) ?? ''] ?? part) : part;
    if (name in values) return values[name];
    if (shape.enum) return shape.enum[0];
    if (shape.type === 'array') return [value('', shape.items ?? {})];
    if (shape.properties)
      return Object.fromEntries((shape.required ?? []).map((key) => [key, value(key, shape.properties?.[key] ?? {})]));
    return shape.type === 'integer' || shape.type === 'number' ? (shape.minimum ?? 1) : 'walk';
  };
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const given = (place: string) => (described.parameters ?? []).filter((parameter) => parameter.in === place);
      const query = new URLSearchParams(
        given('query').map(({ name, schema: part }) => [name, String(value(name, part))]),
      );
      const body = described.requestBody?.content['application/json']?.schema;
      return {
        name: `${method.toUpperCase()} ${path}`,
        path: `${path.replace(/\{(\w+)\}/g, (_, name: string) => String(value(name, {})))}?${query}`,
        init: { method: method.toUpperCase(), ...(body ? { body: JSON.stringify(value('', body)) } : {}) },
      };
    }),
  );
}
