type Notice = {
  readonly violations: readonly { readonly type: string; readonly description: string; readonly url?: string | null }[];
  readonly restrictions: readonly {
    readonly feature: string;
    readonly description: string;
    readonly isLifted: boolean;
    readonly endsAt?: string | null;
  }[];
  readonly toldAt: string;
};

/** What is said on every page: a rule that was broken lately, or what the Page may not do until then. */
export type ShownNotice =
  | { readonly kind: 'violation'; readonly type: string; readonly description: string; readonly url: string | null }
  | {
      readonly kind: 'restriction';
      readonly feature: string;
      readonly description: string;
      readonly endsAt: string | null;
    };

const SHOWN_MS = 3 * 86_400_000;

/** From what Meta told, the newest first: violations of the last days, and of each feature its restriction while it holds. */
export function buildPageNotices(notices: readonly Notice[], nowMs: number): readonly ShownNotice[] {
  const isRecent = ({ toldAt }: Notice) => nowMs - Date.parse(toldAt) < SHOWN_MS;
  const violations = new Map<string, ShownNotice>();
  const restrictions = new Map<string, ShownNotice>();
  for (const notice of notices.toReversed()) {
    for (const { type, description, url = null } of isRecent(notice) ? notice.violations : [])
      violations.set(type, { kind: 'violation', type, description, url });
    for (const { feature, description, isLifted, endsAt = null } of notice.restrictions) {
      const holds = !isLifted && (endsAt === null ? isRecent(notice) : Date.parse(endsAt) > nowMs);
      if (holds) restrictions.set(feature, { kind: 'restriction', feature, description, endsAt });
      else restrictions.delete(feature);
    }
  }
  return [...restrictions.values(), ...violations.values()];
}
