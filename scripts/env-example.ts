import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { envExample } from '../src/config/env-example.ts';
import { ROOT } from './lib/root.ts';

writeFileSync(path.join(ROOT, '.env.example'), envExample());
