import { z } from 'zod';

/** What travels on `ai_processing`: one comment that the local engine left open. Names and version of §5.3 C of the plan. */
export const aiProcessingModel = z.strictObject({
  comment_id: z.uuid(),
  text: z.string(),
  /** `live_id` is null for a comment or message outside of a live. */
  context: z.strictObject({ tienda_id: z.uuid(), live_id: z.uuid().nullable() }),
  schema_version: z.literal('1.0'),
});
export type AiProcessing = z.infer<typeof aiProcessingModel>;
