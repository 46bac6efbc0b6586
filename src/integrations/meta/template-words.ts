import type { TemplateState, TemplateStatus } from '../../domain/messaging/templates/meta-templates.ts';

// Meta's list of languages has Portuguese by country only; the others stand in it as they are.
const LANGUAGES: Readonly<Record<string, string>> = { pt: 'pt_BR' };

/** Meta's code of a language such as `es`. */
export function toMetaLanguage(language: string): string {
  return LANGUAGES[language] ?? language;
}

// FLAGGED: its quality is low, and it may still be sent.
const STATES: Readonly<Record<string, TemplateState>> = {
  APPROVED: 'approved',
  REINSTATED: 'approved',
  FLAGGED: 'approved',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  DISABLED: 'disabled',
  LIMIT_EXCEEDED: 'disabled',
  DELETED: 'wanted',
  PENDING_DELETION: 'disabled',
};

/** Meta's word for a status, in any case; one that we do not know counts as not decided yet. */
export function toTemplateStatus(status: string | null | undefined, reason: string | null | undefined): TemplateStatus {
  const state = STATES[status?.toUpperCase() ?? ''] ?? 'pending';
  const isReason = reason && reason.toUpperCase() !== 'NONE';
  return { state, reason: isReason && state !== 'approved' ? reason.slice(0, 500) : null };
}
