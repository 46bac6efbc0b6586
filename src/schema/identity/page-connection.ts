import type { PageChoices } from '../../domain/identity/complete-page-connection.ts';
import { PAGE_PERMISSIONS, type PagePermission } from '../../domain/identity/page-permissions.ts';
import { builder } from '../builder.ts';

type Permission = { readonly name: PagePermission; readonly isGranted: boolean };

const PagePermissionRef = builder.objectRef<Permission>('PagePermission').implement({
  description: 'A permission at Facebook that selling needs.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name at Facebook, such as pages_messaging.' }),
    isGranted: t.exposeBoolean('isGranted', { description: 'The person granted it.' }),
    reason: t.string({
      description: 'What it is needed for, in plain English.',
      resolve: ({ name }) => PAGE_PERMISSIONS[name],
    }),
  }),
});

const toPermissions = (scopes: readonly string[]): readonly Permission[] =>
  (Object.keys(PAGE_PERMISSIONS) as PagePermission[]).map((name) => ({ name, isGranted: scopes.includes(name) }));

/** What the API shows of a row of `fb_sessions`. */
export const PAGE_CONNECTION = { pageName: true, scopes: true, verifiedAt: true, subscriptionProblem: true } as const;

type PageConnectionRow = {
  readonly pageName: string | null;
  readonly scopes: readonly string[];
  readonly verifiedAt: Date | null;
  readonly subscriptionProblem: string | null;
};

export const PageConnection = builder.objectRef<PageConnectionRow>('PageConnection').implement({
  description: 'How a store is tied to its Facebook Page.',
  fields: (t) => ({
    pageName: t.exposeString('pageName', { nullable: true, description: 'Name of the Page at Facebook, when known.' }),
    permissions: t.field({
      type: [PagePermissionRef],
      description: 'What selling needs, and whether it was granted. Empty when Facebook was not asked.',
      resolve: ({ scopes }) => (scopes.length === 0 ? [] : toPermissions(scopes)),
    }),
    verifiedAt: t.expose('verifiedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When Facebook last confirmed that it tells us of comments and messages of the Page; null before the first time. See `verifyPage`.',
    }),
    subscriptionProblem: t.exposeString('subscriptionProblem', {
      nullable: true,
      description: 'Why it could not be confirmed the last time, in English; null when it was.',
    }),
  }),
});

const PageChoiceRef = builder.objectRef<PageChoices['pages'][number]>('PageChoice').implement({
  description: 'A Page that the person manages at Facebook.',
  fields: (t) => ({
    fbPageId: t.exposeString('fbPageId', { description: 'Its id at Facebook, for `choosePage`.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    missingTasks: t.exposeStringList('missingTasks', {
      description: 'Tasks of the Page that the person lacks, such as MESSAGING. Empty: it can be chosen.',
    }),
  }),
});

export const PageChoicesRef = builder.objectRef<PageChoices>('PageChoices').implement({
  description: 'What the person brought back from Facebook.',
  fields: (t) => ({
    permissions: t.field({
      type: [PagePermissionRef],
      description: 'What selling needs, and whether it was granted. All are needed to choose a Page.',
      resolve: ({ scopes }) => toPermissions(scopes),
    }),
    pages: t.field({ type: [PageChoiceRef], description: 'Their Pages.', resolve: ({ pages }) => pages }),
  }),
});

export const FacebookDialog = builder.objectRef<{ readonly url: string }>('FacebookDialog').implement({
  description: 'Where to continue at Facebook.',
  fields: (t) => ({
    url: t.exposeString('url', {
      description:
        'Send the person’s browser there. They come back to `/settings/facebook` with `code` and `state`, or `error`; good once, for ten minutes.',
    }),
  }),
});
