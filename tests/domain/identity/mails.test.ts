import { expect, test } from 'vitest';
import { forgetOld } from '../../../src/domain/identity/forget-old.ts';
import {
  factorOffMail,
  invitationMail,
  lockoutMail,
  MAIL_LANGUAGES,
  passwordChangedMail,
  passwordResetMail,
} from '../../../src/domain/identity/mail-texts.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { createTestPool } from '../../testkit/database.ts';
import { seedStore } from '../../testkit/scene.ts';

const LINK = 'https://shop.example/invitation#token';

test('every language has its own words and the whole link', () => {
  const mails = MAIL_LANGUAGES.map((locale) =>
    invitationMail({ locale: `${locale}-XX`, storeName: 'Poleras', invitedBy: 'Ana', link: LINK }),
  );
  const alerts = MAIL_LANGUAGES.flatMap((locale) => [
    lockoutMail({ locale, address: '10.0.0.1', at: new Date(0), link: LINK }),
    factorOffMail({ locale, address: '10.0.0.1', at: new Date(0), link: LINK }),
    passwordChangedMail({ locale, address: '10.0.0.1', at: new Date(0), link: LINK }),
  ]);
  const all = [...mails, ...alerts, ...MAIL_LANGUAGES.map((locale) => passwordResetMail({ locale, link: LINK }))];

  for (const { text } of all) expect(text).toContain(LINK);
  for (const { text } of alerts) expect(text).toMatch(/1970-01-01 00:00 UTC.*10\.0\.0\.1/);
  expect(new Set(all.map(({ subject }) => subject)).size).toBe(5 * MAIL_LANGUAGES.length);
});

test('a name cannot put a link or a line of its own into our mail', () => {
  const { subject, text } = invitationMail({
    locale: 'en',
    storeName: 'Win\r\nBcc: all@test.example https://evil.example',
    invitedBy: 'www.evil.example',
    link: LINK,
  });

  expect(subject).not.toMatch(/[\r\n]|https?:/);
  expect(text.match(/https?:\/\/|www\./g)).toEqual(['https://']);
});

test('tries to sign in go after 90 days and mails after 30, but none that is still to be sent', async () => {
  const pool = await createTestPool();
  const { sellerId } = await seedStore(pool);
  await rowsOf(
    pool,
    `INSERT INTO login_log (seller_id, method, outcome, at)
     SELECT $1, 'password', 'refused', now() - days * interval '1 day' FROM unnest(ARRAY[89, 91]) AS days`,
    [sellerId],
  );
  await rowsOf(
    pool,
    `INSERT INTO mails (kind, seller_id, dedupe_key, state, created_at)
     SELECT 'lockout', $1, state || days, state, now() - days * interval '1 day'
     FROM unnest(ARRAY[29, 31]) AS days, unnest(ARRAY['sent', 'queued']) AS state`,
    [sellerId],
  );

  await forgetOld(pool);

  const kept = await rowsOf<{ key: string }>(pool, 'SELECT dedupe_key AS key FROM mails ORDER BY 1');
  expect(kept.map(({ key }) => key)).toEqual(['queued29', 'queued31', 'sent29']);
  expect(await rowsOf(pool, 'SELECT 1 FROM login_log')).toHaveLength(1);
});
