import { z } from 'zod';
import type { MetaPages } from '../../domain/identity/meta-pages.ts';
import { callGraph, type MetaGraphOptions } from './graph-client.ts';

const ownerModel = z.object({ id: z.string(), name: z.string().default('') });
const subscribedModel = z.object({
  data: z.array(z.object({ id: z.string(), subscribed_fields: z.array(z.string()).default([]) })),
});
const successModel = z.object({ success: z.literal(true) });

/** The Graph API over HTTP; source: Graph API v26.0, Page and its subscribed_apps. */
export function createMetaPages(options: MetaGraphOptions, appId: string | null): MetaPages {
  return {
    findOwner: (accessToken) =>
      callGraph(options, { model: ownerModel, page: { pageId: 'me', accessToken }, path: 'me?fields=id,name' }),
    async readSubscribedFields(page) {
      const { data } = await callGraph(options, {
        model: subscribedModel,
        page,
        path: `${page.pageId}/subscribed_apps`,
      });
      // Other tools may be installed on the Page, too; without our id the first is taken for ours.
      return data.find((app) => appId === null || app.id === appId)?.subscribed_fields ?? [];
    },
    async subscribe(page, fields) {
      const body = { subscribed_fields: fields.join(',') };
      await callGraph(options, { model: successModel, page, path: `${page.pageId}/subscribed_apps`, body });
    },
  };
}
