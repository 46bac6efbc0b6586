import type { PageAccess } from '../messaging/graph.ts';

/** Port to what Facebook says to the token of a Page about the Page itself. Every call may throw SendError. */
export type MetaPages = {
  /** Whose token it is: of a Page's token the Page. */
  findOwner(accessToken: string): Promise<{ readonly id: string; readonly name: string }>;
  /** The fields of the Page that our app is told of; empty when it is not subscribed. */
  readSubscribedFields(page: PageAccess): Promise<readonly string[]>;
  subscribe(page: PageAccess, fields: readonly string[]): Promise<void>;
};
