import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';

/**
 * Writes generated/api.ts from the server's OpenAPI document:
 *   npm run generate -w @belfry/sdk                  from a running server (BELFRY_URL, or the default port)
 *   npm run generate -w @belfry/sdk -- --from FILE   from a document on disk, or another URL
 *   … --check                                        writes nothing; exits with 1 if the file is out of date
 */
const target = new URL('./generated/api.ts', import.meta.url);
const HEADER = '// Generated from the OpenAPI document by `npm run generate -w @belfry/sdk`. Do not edit.\n\n';

/**
 * The same document gives the same text, byte for byte. What has a default may be left out of a request, so a default
 * does not make a field required.
 */
export async function generateTypes(document: OpenAPI3): Promise<string> {
  return (
    HEADER + astToString(await openapiTypes(document, { alphabetize: true, defaultNonNullable: false, silent: true }))
  );
}

async function readDocument(from: string): Promise<OpenAPI3> {
  if (!/^https?:/.test(from)) return JSON.parse(await readFile(from, 'utf8')) as OpenAPI3;
  const response = await fetch(from);
  if (!response.ok) throw new Error(`${from} answered ${response.status}`);
  return (await response.json()) as OpenAPI3;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' }, check: { type: 'boolean' } } });
  const base = process.env['BELFRY_URL'] ?? `http://127.0.0.1:${process.env['PORT'] ?? 8400}`;
  const text = await generateTypes(await readDocument(values.from ?? `${base}/openapi.json`));
  if (!values.check) return writeFile(target, text);
  if ((await readFile(target, 'utf8')) === text) return;
  process.stderr.write('generated/api.ts is out of date: run `npm run generate -w @belfry/sdk`.\n');
  process.exitCode = 1;
}

if (import.meta.main) await main();
