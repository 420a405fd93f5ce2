import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { newId, type TenantId } from '@belfry/kernel/ids';
import { expect, test } from 'vitest';
import { type Upload, Uploads } from './uploads.ts';

const namesOf = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('belfry-import-'));
const some = () => Readable.from([Buffer.from('name,'), Buffer.from('timeZone')]);

test('what is uploaded is read as it came, and has no name by which it could be left behind', async () => {
  const before = await namesOf();
  const take = () =>
    new Uploads().take(newId<TenantId>(), some(), async ({ bytes, fingerprint }: Upload) => {
      expect((await namesOf()).filter((name) => !before.includes(name))).toEqual([]);
      return [Buffer.concat(await Array.fromAsync(bytes)).toString(), fingerprint];
    });
  const [first, again] = [await take(), await take()];
  expect(first).toEqual(['name,timeZone', expect.stringMatching(/^[\w-]{43}$/)]);
  expect(again).toEqual(first);
});

test('an organisation has a few at once and leaves room for others, of whom there is a most, too', async () => {
  const uploads = new Uploads();
  const over = Promise.withResolvers<void>();
  const take = (tenantId: TenantId) => uploads.take(tenantId, some(), () => over.promise);
  const [one, ...others] = Array.from({ length: 5 }, () => newId<TenantId>()) as [TenantId, ...TenantId[]];
  const taken = Array.from({ length: 4 }, () => take(one));
  await expect(take(one)).rejects.toMatchObject({ code: 'import.too-many', kind: 'unavailable' });
  taken.push(...others.flatMap((other) => [take(other), take(other)]));
  await expect(take(newId<TenantId>())).rejects.toMatchObject({ code: 'import.too-many' });
  over.resolve();
  await Promise.all(taken);
  expect(await uploads.take(one, some(), async () => 'free again')).toBe('free again');
});

test('a disk that is full is said, and is no fault of ours', async () => {
  async function* full() {
    yield Buffer.from('name');
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  }
  const taking = new Uploads().take(newId<TenantId>(), Readable.from(full()), async () => {});
  await expect(taking).rejects.toMatchObject({ code: 'import.no-space', kind: 'unavailable' });
});
