import { stat } from 'node:fs/promises';
import compile from 'icu-minify/compile';
import type { Plugin } from 'vite';

/** Of a language: `messages/en.ts` gives its words as `messages`, a part of its own by its own name. */
const catalogue = /\/apps\/console\/messages\/[a-z]{2}(\/[a-z-]+)?\.ts$/;

/**
 * Reads the ICU syntax of every message when the console is built, so that its parser, a twentieth of the first load,
 * stays behind. What formats them is then `use-intl/format-message/format-only` (vite.config.ts).
 * @throws for a message that is no ICU message: the build fails
 */
export function compileMessages(): Plugin {
  return {
    name: 'compile-messages',
    async load(id) {
      if (!catalogue.test(id)) return null;
      // Read anew in development, when it has changed.
      const { mtimeMs } = await stat(id);
      const parts = (await import(`${id}?at=${mtimeMs}`)) as Record<string, Messages>;
      return Object.entries(parts)
        .map(([name, messages]) => `export const ${name} = ${JSON.stringify(compileAll(messages))};`)
        .join('\n');
    },
  };
}

interface Messages {
  [key: string]: string | Messages;
}
interface CompiledMessages {
  [key: string]: ReturnType<typeof compile> | CompiledMessages;
}

export function compileAll(messages: Messages): CompiledMessages {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [
      key,
      typeof message === 'string' ? compile(message) : compileAll(message),
    ]),
  );
}
