import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FragmentType, readFragment } from '../../generated/fragment-masking.ts';
import { act } from '../../lib/api/act.ts';
import { useMay } from '../../lib/session.tsx';
import { showToast } from '../../lib/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { BLOCK_BUYER, BlockButton_Buyer, UNBLOCK_BUYER } from './documents.ts';

/** Blocks a buyer, after asking once more, or lets them claim again. Nothing for who may not. */
export function BlockButton({
  buyer: masked,
  onChanged,
}: {
  readonly buyer: FragmentType<typeof BlockButton_Buyer>;
  readonly onChanged?: () => void;
}) {
  const { t } = useTranslation();
  const buyer = readFragment(BlockButton_Buyer, masked);
  const [isBlocked, setBlocked] = useState(buyer.blockedAt !== null);
  const [isBusy, setBusy] = useState(false);
  const may = useMay();
  if (!may('buyers:block')) return null;
  const change = async () => {
    setBusy(true);
    const input = { buyerId: buyer.id };
    const outcome = await (isBlocked ? act(UNBLOCK_BUYER, { input }) : act(BLOCK_BUYER, { input }));
    setBusy(false);
    if (!outcome.ok) return showToast('bad', outcome.message || t('state.failedHint'));
    setBlocked(!isBlocked);
    showToast('good', t(isBlocked ? 'buyers.unblocked' : 'buyers.blocked'));
    onChanged?.();
  };
  if (!isBlocked)
    return (
      <ConfirmButton size="small" label={t('buyers.block')} question={t('buyers.blockQuestion')} onConfirm={change} />
    );
  return (
    <Button size="small" isBusy={isBusy} onClick={change}>
      {t('buyers.unblock')}
    </Button>
  );
}
