/** What selling needs of Facebook, and what for. Source: Meta, Permissions Reference. */
export const PAGE_PERMISSIONS = {
  pages_show_list: 'Shows which Pages you manage, so that you can choose one.',
  pages_manage_metadata: 'Lets Facebook tell us of new comments and messages of your Page.',
  pages_read_engagement: 'Reads your Page’s posts, to find the live that is running.',
  pages_read_user_content: 'Reads what viewers write under your live, and who wrote it.',
  pages_manage_engagement: 'Answers comments in the name of your Page.',
  pages_messaging: 'Sends buyers their payment link in Messenger, and reads their answers.',
} as const;
type PagePermission = keyof typeof PAGE_PERMISSIONS;

const UTILITY_REASON = 'Sends a receipt to buyers who have not written to you in the last 24 hours.';

export const PAGE_PERMISSION_NAMES = Object.keys(PAGE_PERMISSIONS) as readonly PagePermission[];

/** All that is asked for; `isNeeded`: no selling without it. Facebook's name of the last one is a setting, empty for none. */
export function wantedPermissions({ utilityPermission: utility }: { readonly utilityPermission: string }) {
  const needed: readonly string[] = PAGE_PERMISSION_NAMES;
  return [...needed, ...(utility ? [utility] : [])].map((name) => ({ name, isNeeded: needed.includes(name) }));
}

export function reasonOfPermission(name: string): string {
  return Object.entries(PAGE_PERMISSIONS).find(([known]) => known === name)?.[1] ?? UTILITY_REASON;
}

/** What a person must be allowed to do on the Page. Source: Meta, Page tasks; Messenger Platform, private replies. */
const NEEDED_TASKS = [['MESSAGING'], ['MODERATE', 'MANAGE', 'CREATE_CONTENT']] as const;

export function missingPermissions(granted: readonly string[]): readonly PagePermission[] {
  return PAGE_PERMISSION_NAMES.filter((name) => !granted.includes(name));
}

/** Of each group of tasks that a person needs one of, those of whom they have none. */
export function missingTasks(tasks: readonly string[]): readonly string[] {
  return NEEDED_TASKS.filter((group) => !group.some((task) => tasks.includes(task))).map((group) => group.join(' or '));
}
