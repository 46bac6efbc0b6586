import { z } from 'zod';
import type { Broadcast, LiveReader } from '../../domain/live/live-reader.ts';
import { callGraph, type MetaGraphOptions } from './graph-client.ts';

const PAGE_ENTRIES = 100;
const FIELDS = 'id,from{id,name},message,created_time,parent{id},attachment';

const commentsModel = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      from: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
      message: z.string().default(''),
      created_time: z.string(),
    }),
  ),
  paging: z
    .object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() })
    .optional(),
});
const liveModel = z.object({ id: z.string(), status: z.string().optional() });

const BROADCASTS: Readonly<Record<string, Broadcast>> = {
  LIVE: 'live',
  LIVE_STOPPED: 'ended',
  PROCESSING: 'ended',
  VOD: 'ended',
};

/** The Graph API over HTTP; source: Graph API v26.0, live video and its comments; Live Video API, interact with viewers. */
export function createLiveReader(options: MetaGraphOptions): LiveReader {
  return {
    async listComments(page, { fbLiveId, after }) {
      // Left to itself Meta drops what looks of low quality, and a buyer's "12" does.
      const query = new URLSearchParams({
        filter: 'stream',
        order: 'chronological',
        live_filter: 'no_filter',
        fields: FIELDS,
        limit: String(PAGE_ENTRIES),
        ...(after === null ? {} : { after }),
      });
      let usagePercent: number | null = null;
      const { data, paging } = await callGraph(options, {
        model: commentsModel,
        page,
        path: `${encodeURIComponent(fbLiveId)}/comments?${query}`,
        onHeaders: (headers) => {
          usagePercent = readUsage(headers);
        },
      });
      return {
        comments: data.flatMap(toComment),
        after: paging?.cursors?.after ?? null,
        hasMore: paging?.next !== undefined,
        usagePercent,
      };
    },
    async readBroadcast(page, { fbLiveId }) {
      const path = `${encodeURIComponent(fbLiveId)}?fields=id,status`;
      const { status } = await callGraph(options, { model: liveModel, page, path });
      return BROADCASTS[status ?? ''] ?? 'unknown';
    },
  };
}

// Times are ISO 8601 with +0000 here, Unix seconds in the webhook.
function toComment(given: z.infer<typeof commentsModel>['data'][number]) {
  const ms = Date.parse(given.created_time);
  if (Number.isNaN(ms)) return [];
  const { id, from, message: text } = given;
  return [{ id, authorId: from?.id ?? null, authorName: from?.name ?? null, text, at: new Date(ms).toISOString() }];
}

const usageModel = z.object({
  call_count: z.number().default(0),
  total_time: z.number().default(0),
  total_cputime: z.number().default(0),
});
const businessModel = z.record(z.string(), z.array(usageModel));

/** The fullest of the quotas, in per cent. Source: Graph API, rate limiting, headers. */
function readUsage(headers: Headers): number | null {
  const read = <Model extends z.ZodType>(name: string, model: Model): z.infer<Model> | undefined => {
    try {
      return model.safeParse(JSON.parse(headers.get(name) ?? '')).data;
    } catch {
      return undefined;
    }
  };
  const app = read('x-app-usage', usageModel);
  const business = Object.values(read('x-business-use-case-usage', businessModel) ?? {}).flat();
  const figures = [...(app ? [app] : []), ...business].flatMap((usage) => Object.values(usage));
  return figures.length > 0 ? Math.max(...figures) : null;
}
