import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findBreaches } from './import-rules/import-rules.ts';

/**
 * The static checks, each narrated; all run, and one failure fails the whole.
 *   npm run check            every check
 *   npm run check -- types   the named ones alone: style, types, unused, imports
 */
const root = join(import.meta.dirname, '..');

const checks: Record<string, { says: string; passes: () => boolean }> = {
  style: {
    says: 'Formatting and lint (Biome)',
    passes: () => runs('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  },
  types: {
    says: 'Types (TypeScript): the server, the tests in the browser, the console',
    passes: () => {
      const projects = ['tsconfig.json', 'apps/server/test/browser/tsconfig.json', 'apps/console/tsconfig.json'];
      return projects.map((project) => runs('typescript/bin/tsc', '--noEmit', '-p', project)).every(Boolean);
    },
  },
  unused: { says: 'Unused files, exports and dependencies (knip)', passes: () => runs('knip/bin/knip.js') },
  imports: { says: 'Import rules (scripts/import-rules)', passes: importRulesHold },
};

/** Runs a tool of node_modules with this Node, its output passed through. */
function runs(tool: string, ...args: string[]): boolean {
  const command = [join(root, 'node_modules', tool), ...args];
  return spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function importRulesHold(): boolean {
  const breaches = findBreaches(root);
  for (const { file, line, rule, message } of breaches) console.error(`${file}:${line}  ${rule}: ${message}`);
  return breaches.length === 0;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`There is no check ${unknown.join(', ')}; the checks are ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}

const failed: string[] = [];
for (const [name, { says, passes }] of Object.entries(checks)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`→ ${says}`);
  const startedAt = performance.now();
  const passed = passes();
  if (!passed) failed.push(name);
  console.log(`${passed ? '✓' : '✗'} ${name}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

console.log(failed.length === 0 ? 'Every check passed.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
