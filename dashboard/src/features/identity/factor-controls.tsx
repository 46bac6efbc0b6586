import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renewBackupCodes, switchFactorOff } from '../../lib/api/auth.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem } from '../../ui/fields.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { FactorPasswordField } from './password-fields.tsx';
import { outcomeOf } from './refusal-text.ts';

/** What somebody who has a second factor does with it: new backup codes in the place of the old, or no factor at all. */
export function FactorControls({ onSwitchedOff }: { readonly onSwitchedOff: () => void }) {
  const { t } = useTranslation();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const form = useSubmit(
    async (values) => {
      const password = String(values.get('password') ?? '');
      return outcomeOf(
        t,
        await (values.get('deed') === 'off' ? switchFactorOff(password) : renewBackupCodes(password)),
      );
    },
    ({ backupCodes }, element) => {
      element.reset();
      setCodes(backupCodes);
      if (backupCodes.length === 0) onSwitchedOff();
    },
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4" data-testid="factor-controls">
      {codes.length > 0 && <BackupCodes codes={codes} />}
      <FactorPasswordField />
      <FormProblem>{form.problem}</FormProblem>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" isBusy={form.isBusy} name="deed" value="renew">
          {t('factor.renew')}
        </Button>
        <Button type="submit" look="danger" isBusy={form.isBusy} name="deed" value="off">
          {t('factor.switchOff')}
        </Button>
      </div>
    </form>
  );
}
