import { globSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { type Reference, readReferences } from './read-references.ts';
import {
  annexes,
  edges,
  floors,
  openDoors,
  openWindows,
  published,
  pureZones,
  schemasBeside,
  testFiles,
} from './rules.ts';

export interface Breach {
  /** Relative to the root. */
  file: string;
  line: number;
  rule: string;
  message: string;
}

/** Every rule that a breach can name. */
export const ruleNames: readonly string[] = [
  'arrows-point-down',
  'systems-stay-apart',
  'room-is-drawn',
  'through-the-door',
  'schema-is-private',
  'tables-are-private',
  'time-and-environment-at-the-edges',
  ...Object.values(annexes).map((annexe) => annexe.rule),
  ...pureZones.map((zone) => zone.rule),
];

const rooms = [...floors.flat(), ...Object.keys(annexes)];

const unread = /(^|\/)(node_modules|dist|coverage|\.[^/]+|scripts\/import-rules\/fixture)$/;

/** Reads every source file below `root` and answers with each rule that a line of it breaks, once per line. */
export function findBreaches(root: string): Breach[] {
  const exclude = (path: string) => unread.test(path);
  const files = globSync('**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}', { cwd: root, exclude }).sort();
  return files.flatMap((file) => {
    const breaches = new Map<string, Breach>();
    for (const reference of readReferences(file, readFileSync(join(root, file), 'utf8'))) {
      const { line } = reference;
      const verdict = judge(file, reference);
      if (verdict !== null) breaches.set(`${line} ${verdict.rule}`, { file, line, ...verdict });
    }
    return [...breaches.values()];
  });
}

type Verdict = Pick<Breach, 'rule' | 'message'> | null;

function judge(file: string, reference: Reference): Verdict {
  switch (reference.kind) {
    case 'import':
      return judgeImport(file, reference);
    case 'name':
      return judgeName(file, reference.name);
    case 'table':
      return judgeTable(file, reference.table);
  }
}

/** A statement goes by the same door as an import: a room reads of another what it has published. */
function judgeTable(file: string, table: string): Verdict {
  const from = roomOf(file);
  if (testFiles.test(file) || annexes[from]?.imports === 'anything') return null;
  const [schema = ''] = table.split('.');
  const owner = schemasBeside[schema] ?? rooms.find((room) => basename(room) === schema);
  if (owner === undefined || owner === from || published.includes(table)) return null;
  if (openWindows.some((window) => window.file === file && window.tables.includes(table))) return null;
  return { rule: 'tables-are-private', message: `${table} is of ${owner}; read a view that it publishes` };
}

function judgeImport(file: string, { specifier, isTypeOnly }: Extract<Reference, { kind: 'import' }>): Verdict {
  const from = roomOf(file);
  const isRelative = specifier.startsWith('.');
  const target = isRelative ? posix.join(posix.dirname(file), specifier) : ownPackage(specifier);

  const isOpen = openDoors.some((door) => door.from === file && door.to === target);
  if (isRelative && roomOf(target) !== from && !isOpen) {
    return { rule: 'through-the-door', message: `${specifier} leaves its workspace; import the package by its name` };
  }
  if (!isRelative && target !== '' && roomOf(target) !== from) {
    const verdict = judgeArrow(from, roomOf(target), testFiles.test(file));
    if (verdict !== null) return verdict;
    if (/(^|\/)schema(\.ts)?$/.test(target) && annexes[from]?.imports !== 'anything') {
      return { rule: 'schema-is-private', message: `${specifier} is another module's schema; use its contract` };
    }
  }
  return judgePurity(file, specifier, target, isTypeOnly) ?? judgeName(file, specifier);
}

function judgeArrow(from: string, to: string, isTest: boolean): Verdict {
  const message = `${from || 'the root'} may not import ${to}`;
  const target = annexes[to];
  if (target !== undefined) {
    return isTest || target.importedBy.includes(from) || allows(from, to) ? null : { rule: target.rule, message };
  }
  const annexe = annexes[from];
  if (annexe !== undefined) return allows(from, to) ? null : { rule: annexe.rule, message };

  const [upper, lower] = [floorOf(from), floorOf(to)];
  if (upper === -1 || lower === -1) {
    return { rule: 'room-is-drawn', message: `${message}: rules.ts does not say where one of them stands` };
  }
  if (upper < lower) return null;
  return { rule: from.startsWith('systems/') && upper === lower ? 'systems-stay-apart' : 'arrows-point-down', message };
}

function judgePurity(file: string, specifier: string, target: string, isTypeOnly: boolean): Verdict {
  if (testFiles.test(file)) return null;
  const zone = pureZones.find(({ files }) => files.test(file));
  if (zone === undefined) return null;
  const stays = roomOf(target) === roomOf(file) && (zone.files.test(target) || target.endsWith('/contract.ts'));
  const isOurs = target !== '' && !specifier.startsWith('.');
  const isPure = stays || target.startsWith('packages/kernel') || (isOurs && isTypeOnly);
  const isListed = zone.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  if (isPure || isListed) return null;
  return { rule: zone.rule, message: `${specifier} is not on its list of pure imports` };
}

function judgeName(file: string, name: string): Verdict {
  if (testFiles.test(file)) return null;
  const [head = name] = name.split('.');
  const isIn = (names: readonly string[]) => names.includes(name) || names.includes(head);
  const zone = pureZones.find(({ files, forbiddenNames }) => files.test(file) && isIn(forbiddenNames));
  if (zone !== undefined) return { rule: zone.rule, message: `${name} is read here; hand its value in` };
  const edge = edges.find(({ names, files }) => isIn(names) && !files.some((pattern) => pattern.test(file)));
  if (edge === undefined) return null;
  return {
    rule: 'time-and-environment-at-the-edges',
    message: `${name} is read here; hand in a Clock or a Config, or name this file an edge in rules.ts`,
  };
}

/** The workspace that a path lies in, or '' at the root. */
function roomOf(path: string): string {
  return /^(apps|systems|packages)\/[^/]+|^bench(?=\/|$)/.exec(path)?.[0] ?? '';
}

/** `@belfry/platform/http/server` → `packages/platform/http/server`; '' for a package that is not ours. */
function ownPackage(specifier: string): string {
  const [, name, rest] = /^@belfry\/([^/]+)(.*)$/.exec(specifier) ?? [];
  if (name === undefined) return '';
  const room = rooms.find((drawn) => basename(drawn) === name);
  return `${room ?? `packages/${name}`}${rest}`;
}

function allows(from: string, to: string): boolean {
  const imports = annexes[from]?.imports;
  return imports === 'anything' || (imports?.includes(to) ?? false);
}

function floorOf(room: string): number {
  return floors.findIndex((floor) => floor.includes(room));
}
