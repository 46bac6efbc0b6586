import { z } from 'zod';
import type { PageUsage } from '../../domain/messaging/graph.ts';

const figuresModel = z.object({
  call_count: z.number().default(0),
  total_time: z.number().default(0),
  total_cputime: z.number().default(0),
  estimated_time_to_regain_access: z.number().default(0),
});
const businessModel = z.record(z.string(), z.array(figuresModel));

/**
 * The usage that an answer of the Graph API tells; null when it tells none. Source: Graph API, rate limiting: all figures
 * are percent of the limit, `estimated_time_to_regain_access` is minutes.
 */
export function readUsage(headers: Headers, pageId: string): PageUsage | null {
  const figures = [
    ...['x-app-usage', 'x-page-usage'].flatMap((name) => figuresModel.safeParse(parse(headers.get(name))).data ?? []),
    ...Object.values(businessModel.safeParse(parse(headers.get('x-business-use-case-usage'))).data ?? {}).flat(),
  ];
  if (figures.length === 0) return null;
  return {
    pageId,
    percent: Math.max(...figures.flatMap((one) => [one.call_count, one.total_time, one.total_cputime])),
    regainMinutes: Math.max(...figures.map((one) => one.estimated_time_to_regain_access)),
  };
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
