import type { PageChoices } from '../../domain/identity/complete-page-connection.ts';
import { reasonOfPermission, wantedPermissions } from '../../domain/identity/page-permissions.ts';
import type { ApiContext } from '../api-context.ts';
import { builder } from '../builder.ts';

type Permission = { readonly name: string; readonly isNeeded: boolean; readonly isGranted: boolean };

const PagePermissionRef = builder.objectRef<Permission>('PagePermission').implement({
  description: 'A permission at Facebook that is asked for.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name at Facebook, such as pages_messaging.' }),
    isGranted: t.exposeBoolean('isGranted', { description: 'The person granted it.' }),
    isNeeded: t.exposeBoolean('isNeeded', {
      description: 'Selling needs it. Without one that is not needed the rest works.',
    }),
    reason: t.string({
      description: 'What it is for, in plain English.',
      resolve: ({ name }) => reasonOfPermission(name),
    }),
  }),
});

const toPermissions = (scopes: readonly string[], { app }: ApiContext): readonly Permission[] =>
  wantedPermissions(app.config.limits.facebook).map((wanted) => ({
    ...wanted,
    isGranted: scopes.includes(wanted.name),
  }));

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
      description: 'What was asked for, and whether it was granted. Empty when Facebook was not asked.',
      resolve: ({ scopes }, _args, context) => (scopes.length === 0 ? [] : toPermissions(scopes, context)),
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
      description:
        'What was asked for, and whether it was granted. A Page can be chosen when all that are needed were.',
      resolve: ({ scopes }, _args, context) => toPermissions(scopes, context),
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
