import type { ListedAuditEntry } from '../../domain/identity/list-audit.ts';
import { builder } from '../builder.ts';

const AuditDetail = builder.objectRef<{ readonly name: string; readonly value: string }>('AuditDetail').implement({
  description: 'A value that an entry of the audit log keeps.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, such as newPriceMinor.' }),
    value: t.exposeString('value', { description: 'The value as text; several are parted by commas.' }),
  }),
});

export const AuditEntry = builder.objectRef<ListedAuditEntry>('AuditEntry').implement({
  description:
    'Something that was done in a store and is kept for good. Each entry carries the hash of the one before.',
  fields: (t) => ({
    seq: t.exposeString('seq', { description: 'Its number in the chain of the store, from 1 without a gap.' }),
    at: t.field({ type: 'DateTime', description: 'When it was done.', resolve: (entry) => entry.at }),
    actorName: t.exposeString('actorName', {
      nullable: true,
      description: 'Who did it, as they are called today; null: the system, or an account that is gone.',
    }),
    action: t.exposeString('action', { description: 'What was done, such as price-changed. New ones may be added.' }),
    subjectType: t.exposeString('subjectType', { description: 'Kind of thing that it was done to, such as Product.' }),
    subjectId: t.exposeString('subjectId', { description: 'Plain id of that thing.' }),
    details: t.field({
      type: [AuditDetail],
      description: 'What changed, by name.',
      resolve: (entry) =>
        Object.entries(entry.details)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => ({ name, value: [value].flat().join(',') })),
    }),
    hash: t.exposeString('hash', { description: 'SHA-256 over this entry and the hash before it, in hexadecimal.' }),
  }),
});

export const AuditEntryConnection = builder.connectionObject(
  { name: 'AuditEntryConnection', type: AuditEntry },
  { name: 'AuditEntryEdge' },
);
