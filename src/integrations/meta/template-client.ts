import { z } from 'zod';
import type { TemplateDraft } from '../../domain/messaging/templates/drafts.ts';
import type { MetaTemplates, TemplateStatus } from '../../domain/messaging/templates/meta-templates.ts';
import { callGraph, type MetaGraphOptions } from './graph-client.ts';
import { toMetaLanguage, toTemplateStatus } from './template-words.ts';

const PAGES_MAX = 20;

const statusModel = { status: z.string().optional(), rejected_reason: z.string().nullish() };
const createdModel = z.object({ id: z.string(), ...statusModel });
const listModel = z.object({
  data: z.array(z.object({ name: z.string(), ...statusModel })),
  paging: z
    .object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() })
    .optional(),
});

/** The Graph API over HTTP; source: Graph API v26.0, Page, message_templates; Messenger Platform, utility messages. */
export function createMetaTemplates(options: MetaGraphOptions): MetaTemplates {
  return {
    async list(page) {
      const found = new Map<string, TemplateStatus>();
      const query = new URLSearchParams({ fields: 'name,language,status,rejected_reason', limit: '100' });
      for (let count = 0; count < PAGES_MAX; count += 1) {
        const path = `${page.pageId}/message_templates?${query}`;
        const { data, paging } = await callGraph(options, { model: listModel, page, path });
        for (const { name, status, rejected_reason: reason } of data) found.set(name, toTemplateStatus(status, reason));
        const after = paging?.cursors?.after;
        if (paging?.next === undefined || after === undefined) break;
        query.set('after', after);
      }
      return found;
    },
    async create(page, draft) {
      const path = `${page.pageId}/message_templates`;
      const made = await callGraph(options, { model: createdModel, page, path, body: toBody(draft) });
      return toTemplateStatus(made.status, made.rejected_reason);
    },
  };
}

function toBody({ name, language, text, examples }: TemplateDraft): object {
  const named = Object.entries(examples).map(([parameter, example]) => ({ param_name: parameter, example }));
  return {
    name,
    category: 'UTILITY',
    language: toMetaLanguage(language),
    parameter_format: 'NAMED',
    components: [{ type: 'BODY', text, example: { body_text_named_params: named } }],
  };
}
