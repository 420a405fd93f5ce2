import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLiteralText } from './find-literal-text.ts';

const root = join(import.meta.dirname, '..');

test('no component says a word that is not in the catalogue', () => {
  const components = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tsx') && !/(^|\/)(node_modules|dist)\//.test(file),
  );
  expect(components.length).toBeGreaterThan(30);
  const found = components.flatMap((file) =>
    findLiteralText(file, readFileSync(join(root, file), 'utf8')).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

test('words are found between tags, in braces and in what is read aloud, and nothing else is', () => {
  const source = `
    const Sample = ({ t, on, close }) => (
      <Modal title="Keyboard" size="xl" aria-label={\`Close \${t('x')}\`} onClose={() => close('now')}>
        Hello <b>{t('world')}</b> {'Save'} {on ? 'Yes' : t('no')} · 5
      </Modal>
    );`;
  expect(findLiteralText('sample.tsx', source).sort()).toEqual(['Close', 'Hello', 'Keyboard', 'Save', 'Yes']);
});
