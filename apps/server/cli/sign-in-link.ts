import { AppError } from '@belfry/kernel/app-error';
import { parseConfig } from '@belfry/platform/config';
import { readConnection } from '@belfry/platform/data-directory-connection';
import type { Command } from 'commander';
import { withIdentity } from './with-identity.ts';

export function addSignInLink(program: Command): void {
  program
    .command('sign-in-link')
    .description('print a new link that signs the owner in to the console, once, within the hour')
    .action(printSignInLink);
}

async function printSignInLink(): Promise<void> {
  const config = parseConfig(process.env);
  const baseUrl = config.publicUrl ?? (await readConnection(config.dataDirectory))?.serverUrl;
  if (!baseUrl) {
    const message = 'No server is running on this data, so a link would lead nowhere: `npm start` prints one itself.';
    throw new AppError({ code: 'cli.no-server', kind: 'conflict', message });
  }
  console.log(await withIdentity(config, baseUrl, (identity) => identity.createSignInLink()));
}
