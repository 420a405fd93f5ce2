import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCsv } from './read-csv.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-csv-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: string | Uint8Array, charset?: string): Promise<{ line: number; cells: string[] }[]> {
  const path = join(folder, 'people.csv');
  await writeFile(path, content);
  return Array.fromAsync(readCsv(createReadStream(path), charset));
}

const cellsOf = async (content: string | Uint8Array, charset?: string) =>
  (await read(content, charset)).map(({ cells }) => cells);

function refusal(message: RegExp | string) {
  return { code: 'import.unreadable', message: expect.stringMatching(message) };
}

/** As many that whoever takes the rows is far behind the parser. */
const many = Array.from({ length: 6000 }, (_, n) => `x${n},Person ${n},UTC`);
const manyWith = (row: string) => ['externalId,name,timeZone', ...many.with(998, row)].join('\n');

describe('a quote', () => {
  test('within a cell that is not quoted is text, and costs no row', async () => {
    const rows = await read(manyWith('x998,Dwayne "Rock" Johnson,UTC'));
    expect(rows).toHaveLength(6001);
    expect(rows[999]).toEqual({ line: 1000, cells: ['x998', 'Dwayne "Rock" Johnson', 'UTC'] });
  });

  test.each([
    ['at the end of one', '5\'11" tall,Ann "A"', ['5\'11" tall', 'Ann "A"']],
    ['at its beginning, with more behind it', '"Rock" Johnson,UTC', ['"Rock" Johnson', 'UTC']],
    ['behind a blank quotes the cell', 'UTC, "Archer, Ann"', ['UTC', 'Archer, Ann']],
    ['doubled in a quoted one is one', '"Bo ""B""",UTC', ['Bo "B"', 'UTC']],
  ])('%s', async (_, row, cells) => {
    expect(await cellsOf(`name,timeZone\n${row}\nBen,UTC\n`)).toEqual([['name', 'timeZone'], cells, ['Ben', 'UTC']]);
  });

  test.each([
    ['never closed', '"x998,Open,UTC', 'longer than 64 KiB, or a quote is not closed'],
    ['closed by the next row’s, which is torn apart', '"x998,Open,UTC\n"x,y",Torn,UTC', 'is not closed'],
  ])('%s refuses the file and says in which line', async (_, row, why) => {
    await expect(read(manyWith(row))).rejects.toMatchObject(
      refusal(`^The file cannot be read from line 1000 on: .*${why}`),
    );
  });

  test('that is open at the end of the file refuses it, too', async () => {
    await expect(read('name,timeZone\nAnn,UTC\n"Ben,UTC\n')).rejects.toMatchObject(refusal('line 3 on: a quote'));
  });
});

describe('letters', () => {
  const csv = 'name,timeZone\r\nJürgen,UTC\r\nĐặng,UTC\r\n';
  const rows = [
    ['name', 'timeZone'],
    ['Jürgen', 'UTC'],
    ['Đặng', 'UTC'],
  ];

  test.each([
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${csv}`)],
    ['UTF-16 with a mark, as spreadsheets write it', Buffer.from(`\uFEFF${csv}`, 'utf16le')],
    ['the same with its bytes the other way round', Buffer.from(`\uFEFF${csv}`, 'utf16le').swap16()],
  ])('of %s are read', async (_, content) => {
    expect(await cellsOf(content)).toEqual(rows);
  });

  test('are those of the charset that is named', async () => {
    const content = Buffer.from('name;city\nJürgen;€\n', 'latin1').map((byte) => (byte === 0xac ? 0x80 : byte));
    expect(await cellsOf(content, 'windows-1252')).toEqual([
      ['name', 'city'],
      ['Jürgen', '€'],
    ]);
    const unknown = cellsOf(content, 'klingon');
    await expect(unknown).rejects.toMatchObject(refusal('is in klingon, which cannot be read here'));
  });

  test('that are none in UTF-8 refuse the file, and say in which line they stand', async () => {
    const content = Buffer.from(['name', ...many.slice(0, 4998), 'José', ...many].join('\n'), 'latin1');
    await expect(read(content)).rejects.toMatchObject(
      refusal('^The file cannot be read: line 5000 is not UTF-8; save the file as CSV UTF-8\\.$'),
    );
    await expect(read(Buffer.from('name\nAnn\nJosé', 'latin1'))).rejects.toMatchObject(refusal('line 3 is not UTF-8'));
  });
});

describe('of a spreadsheet', () => {
  const rows = [
    { line: 2, cells: ['name', 'city'] },
    { line: 3, cells: ['Archer, Ann', 'Leeds'] },
  ];

  test.each(['sep=;\r\n', '\uFEFFsep=;\n', '"sep=;"\n'])(
    'a first line %j says what separates, and is no row',
    async (first) => {
      expect(await read(`${first}name;city\nArcher, Ann;Leeds\n`)).toEqual(rows);
    },
  );

  test('a line of empty cells is none, as an empty one', async () => {
    expect(await read('\nname,city\n"Archer, Ann",Leeds\n,\n" ",""\n\n,\n')).toEqual(rows);
  });
});
