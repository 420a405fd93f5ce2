import { Liquid, type Template as Parsed, TokenKind } from 'liquidjs';

/** The words of a kind in a language. */
export interface Template {
  kind: string;
  /** BCP 47. */
  locale: string;
  subject: string;
  text: string;
}

/** What templates can name. */
export interface TemplateFacts {
  person: {
    /** First and last name, or the one they go by. */
    fullName: string;
    name: string;
    firstName: string;
    lastName: string;
    city: string;
    country: string;
    locale: string;
  };
  kind: { name: string; title: string };
  /** How many years after the date's own this is. */
  years: number;
  /** Of the greeting. */
  year: number;
  /** Of the greeting, as YYYY-MM-DD. */
  date: string;
}

type ReadFact = (facts: TemplateFacts) => string | number;

const personFields = ['fullName', 'name', 'firstName', 'lastName', 'city', 'country', 'locale'] as const;
/** By the names that templates write. */
const readFacts: ReadonlyMap<string, ReadFact> = new Map<string, ReadFact>([
  ...personFields.map((field): [string, ReadFact] => [`person.${field}`, ({ person }) => person[field]]),
  ['kind.name', ({ kind }) => kind.name],
  ['kind.title', ({ kind }) => kind.title],
  ['years', ({ years }) => years],
  ['year', ({ year }) => year],
  ['date', ({ date }) => date],
]);

/**
 * Nothing that repeats, reads files or keeps what has been written: a template costs what its length says. What limits LiquidJS
 * has against loops and wide dates have been passed by before (CVE-2026-44645, CVE-2026-45357).
 */
const tags = ['assign', 'case', 'comment', 'echo', 'if', '#', 'raw', 'unless'];
const calculations = ['plus', 'minus', 'times', 'modulo', 'divided_by', 'abs', 'at_least', 'at_most'];
const filters = [
  ...['append', 'capitalize', 'default', 'downcase', 'lstrip', 'prepend', 'remove', 'replace', 'rstrip', 'slice'],
  ...['strip', 'truncate', 'truncatewords', 'upcase'],
  ...calculations,
];
/** With room for the names of people in what a carrier takes, which is 1,600 characters. */
export const longestTemplate = 1500;
/** What no template comes to that does not double what it has, again and again. */
const longestText = 20_000;

/** No limit of time: a busy machine reaches any, and a greeting that was good would not go out. */
const liquid = new Liquid({
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: 2 * longestTemplate,
  /** Characters that filters make, all together. */
  memoryLimit: 5 * longestText,
});
keepOnly(liquid.tags, tags);
keepOnly(liquid.filters, filters);
for (const name of calculations) liquid.registerFilter(name, onlyNumbers(name, liquid.filters[name]));

function keepOnly(all: Record<string, unknown>, kept: readonly string[]): void {
  for (const name of Object.keys(all)) if (!kept.includes(name)) delete all[name];
}

/** Nobody is told that they have been there for NaN years. */
function onlyNumbers(name: string, filter: unknown): (...values: unknown[]) => unknown {
  return function (this: unknown, ...values) {
    const result: unknown = typeof filter === 'function' ? filter.apply(this, values) : undefined;
    if (!Number.isFinite(result)) throw new RangeError(`${name} comes to no number`);
    return result;
  };
}

/** @returns why it cannot be read, in words for whoever wrote it; null where it can */
export function checkTemplate(text: string): string | null {
  try {
    const parsed = liquid.parse(text);
    if (!expressionsIn(parsed).every(isWhole))
      return 'must be a Liquid template that can be read: a condition is unfinished';
    const unknown = liquid.globalFullVariablesSync(parsed).filter((name) => !readFacts.has(name));
    if (unknown.length === 0) return null;
    return `must name only what there is: ${unknown.join(', ')} is not among ${[...readFacts.keys()].join(', ')}`;
  } catch (error) {
    return `must be a Liquid template that can be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface Token {
  kind: number;
  operator?: string;
}

/** As LiquidJS has read them: operands before their operators. */
function expressionsIn(node: unknown): Token[][] {
  if (Array.isArray(node)) return node.flatMap(expressionsIn);
  if (typeof node !== 'object' || node === null) return [];
  if ('postfix' in node) return [node.postfix as Token[]];
  const { branches, templates, elseTemplates, value, initial } = node as Record<string, unknown>;
  return [branches, templates, elseTemplates, value, initial].flatMap(expressionsIn);
}

/** LiquidJS takes `years >` for a condition that does not hold, and `years 1` for one that does. */
function isWhole(postfix: readonly Token[]): boolean {
  let values = 0;
  for (const { kind, operator } of postfix) {
    if (kind === TokenKind.Operator) values -= operator === 'not' ? 1 : 2;
    if (values < 0) return false;
    values += 1;
  }
  return values === 1;
}

export interface Rendered {
  subject: string;
  text: string;
}

/** What cannot be sent, in words that follow the name of the field. */
export interface Unrendered {
  field: 'subject' | 'text';
  reason: string;
}

type Write = (facts: TemplateFacts) => string;

const mostKept = 2000;
const kept = new Map<string, Write>();

/** A subject may come to nothing: there are channels that have none. */
export function renderTemplate(
  { subject, text }: Pick<Template, 'subject' | 'text'>,
  facts: TemplateFacts,
): Rendered | Unrendered {
  const [line, body] = [render('subject', subject, facts), render('text', text, facts)];
  if (typeof line !== 'string') return line;
  if (typeof body !== 'string') return body;
  if (body.trim() === '') return { field: 'text', reason: comesToNothing };
  return { subject: oneLine(line), text: body };
}

export const comesToNothing = 'comes to nothing';

function render(field: Unrendered['field'], source: string, facts: TemplateFacts): string | Unrendered {
  try {
    const text = writerOf(source)(facts);
    if (text.length <= longestText) return text;
    return { field, reason: `comes to more than ${longestText} characters` };
  } catch (error) {
    return { field, reason: `cannot be rendered: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function writerOf(source: string): Write {
  const known = kept.get(source);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  const write = fillingIn(source) ?? interpreting(liquid.parse(source));
  kept.set(source, write);
  return write;
}

function interpreting(parsed: Parsed[]): Write {
  return (facts) => String(liquid.renderSync(parsed, facts));
}

/** A fact; or another one, where it is blank. */
const named = /\{\{\s*([\w.]+)\s*(?:\|\s*default:\s*([\w.]+)\s*)?\}\}/;

/**
 * Most templates only name facts between their words, and need no interpreter: LiquidJS takes 9 µs for a subject and a text,
 * which is a tenth of what a greeting costs its process. null where there is more to it.
 */
export function fillingIn(source: string): Write | null {
  const writes: (Write | null)[] = [];
  const parts = source.split(named);
  for (let at = 0; at < parts.length; at += 3) {
    const [words = '', name, other] = parts.slice(at, at + 3);
    writes.push(words.includes('{') ? null : () => words);
    if (name !== undefined) writes.push(naming(name, other ?? name));
  }
  if (!writes.every((write) => write !== null)) return null;
  return (facts) => writes.reduce((text, write) => text + write(facts), '');
}

function naming(name: string, other: string): Write | null {
  const [read, readOther] = [readFacts.get(name), readFacts.get(other)];
  return read && readOther ? (facts) => String(read(facts)) || String(readOther(facts)) : null;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/**
 * The one in the reader's language, the tenant's own before the usual one. Where neither has it, the tenant's in English, or else
 * its first, and the usual one last. null where there are none.
 */
export function chooseTemplate<Of extends Pick<Template, 'locale'>>(
  own: readonly Of[],
  usual: readonly Of[],
  locale: string,
): Of | null {
  return inLanguage(own, locale) ?? inLanguage(usual, locale) ?? inLanguage(own, 'en') ?? own[0] ?? usual[0] ?? null;
}

/** As the reader writes it, or else their language's, or else one of it elsewhere. */
function inLanguage<Of extends Pick<Template, 'locale'>>(templates: readonly Of[], locale: string): Of | undefined {
  const language = (tag: string) => tag.split('-')[0]?.toLowerCase();
  const same = templates.filter((template) => language(template.locale) === language(locale));
  return (
    same.find((template) => template.locale.toLowerCase() === locale.toLowerCase()) ??
    same.find((template) => !template.locale.includes('-')) ??
    same[0]
  );
}
