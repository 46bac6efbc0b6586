import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind, type SelectionSetNode } from 'graphql';

/** What one document may hold, fragments counted as often as they are spread. No page of ours comes near. */
export const DOCUMENT_LIMITS = { depth: 24, fields: 1_000, aliases: 100, directives: 50, operations: 20 } as const;

type Size = { readonly depth: number; readonly fields: number; readonly aliases: number; readonly directives: number };

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, directives: 0 };

/**
 * Looks at the bare document, before anything is validated: validation itself is slow for documents made to be slow.
 * Each fragment is measured once, so the work grows with the length of the text, not with what it would spread to.
 * @throws GraphQLError QUERY_TOO_LARGE that names the limit.
 */
export function refuseHostile(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const measured = new Map<string, Size>();
  refuseAbove('operations', document.definitions.length - fragments.size);
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const size = sizeOf(node.selectionSet, fragments, measured, 1);
    const directives = size.directives + (node.directives?.length ?? 0);
    for (const [what, count] of Object.entries({ ...size, directives })) {
      refuseAbove(what as keyof Size, count);
    }
  }
}

function refuseAbove(what: keyof typeof DOCUMENT_LIMITS, count: number): void {
  const limit = DOCUMENT_LIMITS[what];
  if (count <= limit) return;
  throw new GraphQLError(
    `The document has more than ${limit} ${what === 'depth' ? 'levels' : what}. Ask for fewer, or split it.`,
    {
      extensions: { code: 'QUERY_TOO_LARGE' },
    },
  );
}

function sizeOf(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  measured: Map<string, Size>,
  level: number,
): Size {
  refuseAbove('depth', level);
  let { depth, fields, aliases, directives } = NOTHING;
  for (const node of set.selections) {
    const inner = innerOf(node);
    const isField = node.kind === Kind.FIELD;
    const below =
      node.kind === Kind.FRAGMENT_SPREAD
        ? fragmentSize(node.name.value, fragments, measured, level)
        : inner
          ? sizeOf(inner, fragments, measured, level + 1)
          : NOTHING;
    depth = Math.max(depth, below.depth + (isField ? 1 : 0));
    fields += below.fields + (isField ? 1 : 0);
    aliases += below.aliases + (isField && node.alias ? 1 : 0);
    directives += below.directives + (node.directives?.length ?? 0);
  }
  return { depth, fields, aliases, directives };
}

function innerOf(node: SelectionSetNode['selections'][number]): SelectionSetNode | undefined {
  return node.kind === Kind.FRAGMENT_SPREAD ? undefined : node.selectionSet;
}

// A fragment that leads back to itself counts as nothing here: validation refuses it by name.
function fragmentSize(
  name: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  measured: Map<string, Size>,
  level: number,
): Size {
  const known = measured.get(name);
  if (known) return known;
  const fragment = fragments.get(name);
  if (!fragment) return NOTHING;
  measured.set(name, NOTHING);
  const size = sizeOf(fragment.selectionSet, fragments, measured, level + 1);
  measured.set(name, size);
  return size;
}
