import { expect, test } from 'vitest';
import { buildAuditText, knownAction } from '../../dashboard/src/features/audit/build-audit-text.ts';
import { isEnding } from '../../dashboard/src/features/settings/is-ending.ts';
import { AUDIT_ACTIONS } from '../../src/platform/audit/append-audit.ts';

const money = ({ amountMinor, currency }: { amountMinor: string; currency: string }) => `${currency} ${amountMinor}`;
const entry = (action: string, details: Record<string, string>) => ({
  action,
  subjectId: 'subject',
  details: Object.entries(details).map(([name, value]) => ({ name, value })),
});
const textOf = (action: string, details: Record<string, string>) =>
  buildAuditText(entry(action, details), 'CLP', money);

test('the dashboard has words for every action that the server keeps', () => {
  for (const action of AUDIT_ACTIONS) expect(knownAction(action)).toBe(action);
  expect(knownAction('something-newer')).toBeNull();
});

test('a change of price names the product and both prices, everything else what it was done to', () => {
  const prices = { newPriceMinor: '12990', oldPriceMinor: '15990' };
  expect(textOf('price-changed', { ...prices, sku: 'POL-M' })).toBe('POL-M: CLP 15990 → CLP 12990');
  expect(textOf('price-changed', prices)).toBe('subject: CLP 15990 → CLP 12990');
  expect(textOf('price-changed', {})).toBe('subject');
  expect(textOf('gateway-configured', { fields: 'accessToken' })).toBe('subject');
  expect(textOf('member-added', { role: 'owner' })).toBe('owner');
  expect(textOf('api-key-revoked', { prefix: 'lss_0a1b2c3d' })).toBe('lss_0a1b2c3d');
  expect(textOf('dead-letter-dropped', { reason: 'no answer' })).toBe('no answer');
  expect(textOf('dead-letter-requeued', {})).toBe('subject');
  expect(textOf('member-role-changed', { oldRole: 'owner', role: 'staff' })).toBe('owner → staff');
  expect(textOf('support-read', { what: 'ai_logs', reason: 'Ticket 12' })).toBe('Ticket 12');
  // Entries of a time when no reason was asked.
  expect(textOf('support-read', { what: 'ai_logs' })).toBe('ai_logs');
});

test('a connection is ending when seven days or less are left, and when it has ended', () => {
  const now = Date.parse('2026-11-25T00:00:00Z');
  expect(isEnding(null, now)).toBe(false);
  expect(isEnding('2026-12-02T00:00:01Z', now)).toBe(false);
  expect(isEnding('2026-12-02T00:00:00Z', now)).toBe(true);
  expect(isEnding('2026-11-01T00:00:00Z', now)).toBe(true);
});
