import { useTranslation } from 'react-i18next';
import { dismissToast, useToasts } from '../lib/toasts.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

export function Toaster() {
  const { t } = useTranslation();
  const toasts = useToasts();
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-50 flex flex-col items-end gap-2 lg:bottom-4"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="pointer-events-auto flex w-full max-w-sm animate-rise items-start gap-2.5 rounded-xl bg-raised py-2 ps-3.5 pe-2 shadow-xl ring-1 shadow-black/40 ring-line-strong"
        >
          <Icon
            name={toast.kind === 'good' ? 'check' : 'alert'}
            className={`mt-1.5 size-4 ${toast.kind === 'good' ? 'text-paid' : 'text-bad'}`}
          />
          <p className="min-w-0 grow py-1 wrap-anywhere">{toast.text}</p>
          {toast.action && <ActionButton id={toast.id} {...toast.action} />}
          <IconButton icon="close" label={t('action.close')} onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}

function ActionButton({ id, label, run }: { readonly id: number; readonly label: string; readonly run: () => void }) {
  const act = () => {
    dismissToast(id);
    run();
  };
  return (
    <Button look="quiet" size="small" onClick={act} className="text-primary-soft">
      {label}
    </Button>
  );
}
