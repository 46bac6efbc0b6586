import { z } from 'zod';

/** What travels on `ai_processing`: a comment that the rules could not settle, as §5.3 C of the plan writes it. */
export const aiProcessingModel = z.object({
  comment_id: z.string(),
  text: z.string(),
  /** `live_id` is null for a comment or message outside of a live. */
  context: z.object({ tienda_id: z.uuid(), live_id: z.uuid().nullable() }),
  schema_version: z.literal('1.0'),
});
