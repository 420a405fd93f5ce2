import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBreaches, ruleNames } from './import-rules.ts';

const fixture = join(import.meta.dirname, 'fixture');
const repository = join(import.meta.dirname, '../..');

/** The fixture marks each line that must be caught with `// breaks: <rule>`. */
function announced(): string[] {
  return globSync('**/*.{ts,tsx}', { cwd: fixture }).flatMap((file) =>
    readFileSync(join(fixture, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const rule = /\/\/ breaks: ([\w-]+)$/.exec(line)?.[1];
        return rule === undefined ? [] : [`${file}:${index + 1} ${rule}`];
      }),
  );
}

test('every line of the fixture that breaks a rule is caught by the name of the rule, and no other line is', () => {
  const caught = findBreaches(fixture).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
  expect(caught.sort()).toEqual(announced().sort());
});

test('the fixture breaks every rule there is', () => {
  const broken = new Set(findBreaches(fixture).map(({ rule }) => rule));
  expect([...broken].sort()).toEqual([...ruleNames].sort());
});

test('the house itself breaks none', () => {
  expect(findBreaches(repository)).toEqual([]);
});
