import { builder } from '../builder.ts';

export const WaitingBroadcast = builder.prismaObject('Broadcast', {
  name: 'WaitingBroadcast',
  description: 'A broadcast on the Page in which nothing is sold yet: start a live to sell in it.',
  fields: (t) => ({
    fbLiveId: t.exposeString('fbLiveId', { description: 'Id at Facebook.' }),
    startedAt: t.expose('toldAt', { type: 'DateTime', description: 'When Facebook told of it.' }),
  }),
});
