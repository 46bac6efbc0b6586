import { rowOf, type Sql } from '../../platform/db/transaction.ts';

/** The installation in numbers: of all stores together, never of one. */
export type Installation = {
  readonly stores: number;
  readonly people: number;
  readonly runningLives: number;
  readonly commentsOfDay: number;
  readonly messagesWaiting: number;
  readonly ordersPaidOfDay: number;
};

const READ = `
SELECT (SELECT count(*)::int FROM tiendas) AS stores,
  (SELECT count(*)::int FROM vendedores) AS people,
  (SELECT count(*)::int FROM live_events WHERE status = 'active') AS "runningLives",
  (SELECT count(*)::int FROM comments WHERE received_at > now() - interval '1 day') AS "commentsOfDay",
  (SELECT count(*)::int FROM messages WHERE state IN ('queued', 'sending')) AS "messagesWaiting",
  (SELECT count(*)::int FROM pedidos WHERE paid_at > now() - interval '1 day') AS "ordersPaidOfDay"`;

/** Counts what the installation holds now and did in the last 24 hours. */
export async function readInstallation(sql: Sql): Promise<Installation> {
  return rowOf<Installation>(sql, READ);
}
