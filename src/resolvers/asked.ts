/** What Pothos planned for the answer of a mutation. One that asks for `__typename` alone plans nothing, which Prisma refuses. */
export function asked<Query extends object>(query: Query): Query {
  const { select } = query as { select?: object };
  return select && Object.keys(select).length === 0 ? { ...query, select: { id: true } } : query;
}
