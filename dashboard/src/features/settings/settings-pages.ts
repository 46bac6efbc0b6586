import type { Permission } from '../../lib/session.tsx';

type SettingsPage = { readonly to: string; readonly name: string; readonly demands: readonly Permission[] };

/** The pages of the settings. One permission of those it demands opens a page; the last is everybody's, store or none. */
export const SETTINGS_PAGES = [
  { to: '/settings/store', name: 'store', demands: ['store:read'] },
  { to: '/settings/facebook', name: 'facebook', demands: ['page:connect'] },
  { to: '/settings/payments', name: 'payments', demands: ['payments:configure'] },
  { to: '/settings/messages', name: 'messages', demands: ['answers:configure', 'bot:stop', 'buyers:block'] },
  { to: '/settings/services', name: 'services', demands: ['vendors:read', 'ai:read'] },
  { to: '/settings/team', name: 'team', demands: ['members:manage'] },
  { to: '/settings/partners', name: 'partners', demands: ['partners:manage'] },
  { to: '/settings/audit', name: 'audit', demands: ['audit:read'] },
  { to: '/settings/dead-letters', name: 'deadLetters', demands: ['queues:manage'] },
  { to: '/settings/security', name: 'security', demands: [] },
] as const satisfies readonly SettingsPage[];

export type SettingsPageName = (typeof SETTINGS_PAGES)[number]['name'];

export function isOpen({ demands }: Pick<SettingsPage, 'demands'>, may: (permission: Permission) => boolean): boolean {
  return demands.length === 0 || demands.some(may);
}
