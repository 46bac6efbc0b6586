import { writeFileSync } from 'node:fs';
import { PERMISSIONS, ROLES } from '../src/domain/identity/permissions.ts';
import { ROUTE_ACCESS } from '../src/http/access.ts';
import { FIELD_ACCESS } from '../src/resolvers/access.ts';

const WITHOUT_ROLE = {
  'signed-in': 'anybody signed in, for themselves',
  signature: 'the sender whose signature or token fits',
  link: 'whoever has the unguessable link',
  graphql: 'see the fields above',
  public: 'anybody; nothing of a store is behind it',
} as const;

const HEAD = `# Who may do what

Written by \`npm run permissions\` from \`src/domain/identity/permissions.ts\`, \`src/resolvers/access.ts\` and
\`src/http/access.ts\`. A field or route that is not declared there does not build. Below it all stands the wall of
[decision 15](decisions/0015-a-wall-between-stores.md): whatever is asked, PostgreSQL gives rows of the caller's stores only, and to a moderator those of one live.
A superadmin is nobody to the wall; what they read of a store stands in its audit log ([decision 30](decisions/0030-roles.md)).

Workers and timers are the System of the plan: they write stock, orders and AI logs as PostgreSQL's owner, and no field
or route acts in their name.
`;

/** docs/permissions.md. */
export function printPermissions(): string {
  const matrix = Object.entries(PERMISSIONS).map(([permission, roles]) => {
    const marks = ROLES.map((role) => ((roles as readonly string[]).includes(role) ? 'yes' : ''));
    return [`\`${permission}\``, ...marks];
  });
  const access = (table: Readonly<Record<string, string>>) =>
    Object.entries(table).map(([door, demand]) => [`\`${door}\``, `\`${demand}\``, whoMay(demand)]);
  return [
    HEAD,
    '## Permissions by role\n',
    tableOf(['permission', ...ROLES], matrix),
    '## Fields of the GraphQL API\n',
    tableOf(['field', 'demands', 'who may'], access(FIELD_ACCESS)),
    '## Routes\n',
    tableOf(['route', 'demands', 'who may'], access(ROUTE_ACCESS)),
  ].join('\n');
}

function whoMay(demand: string): string {
  const roles = PERMISSIONS[demand as keyof typeof PERMISSIONS] as readonly string[] | undefined;
  return roles?.join(', ') ?? WITHOUT_ROLE[demand as keyof typeof WITHOUT_ROLE];
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

if (import.meta.main) writeFileSync('docs/permissions.md', printPermissions());
