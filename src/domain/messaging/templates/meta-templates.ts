import type { PageAccess } from '../graph.ts';
import type { TemplateDraft } from './drafts.ts';

/**
 * `wanted`: not at Meta yet, or not known to be. `pending`: Meta looks at it. Only `approved` may be sent; `paused` and
 * `disabled` were approved before.
 */
export const TEMPLATE_STATES = ['wanted', 'pending', 'approved', 'rejected', 'paused', 'disabled'] as const;
export type TemplateState = (typeof TEMPLATE_STATES)[number];

/** What Meta says of a template; `reason` in its words, where it gives one. */
export type TemplateStatus = { readonly state: TemplateState; readonly reason: string | null };

/** Port to the utility templates of a Page. Every call may throw SendError. */
export type MetaTemplates = {
  /** All templates of the Page by name, those of others too. */
  list(page: PageAccess): Promise<ReadonlyMap<string, TemplateStatus>>;
  create(page: PageAccess, draft: TemplateDraft): Promise<TemplateStatus>;
};
