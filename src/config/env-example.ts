import { allVariables } from './load-config.ts';
import type { FieldMeta } from './models.ts';

/** The text of `.env.example`, made from the models so that it cannot lag behind them. */
export function envExample(): string {
  const blocks = Object.entries(allVariables).map(([name, schema]) => {
    const meta = schema.meta() as FieldMeta | undefined;
    if (!meta)
      throw new Error(`${name} has no meta. Say in src/config/models.ts what is expected and where to get it.`);
    return `# ${capital(meta.expected)}.\n# ${meta.where}${meta.secret ? ' Secret.' : ''}\n# ${name}=${meta.example}`;
  });
  return [
    '# Every setting, with a value that works against the local sandbox. `npm start` needs none of them.',
    '# Copy to .env and take the # away from what you change. .env is never committed.',
    ...blocks,
    '',
  ].join('\n\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
