import { Liquid, type Template as Parsed } from 'liquidjs';

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

/** The names of `TemplateFacts`, as templates write them. */
const templateNames: ReadonlySet<string> = new Set([
  ...['fullName', 'name', 'firstName', 'lastName', 'city', 'country', 'locale'].map((field) => `person.${field}`),
  ...['kind.name', 'kind.title', 'years', 'year', 'date'],
]);

/**
 * Nothing that repeats, reads files or keeps what has been written: a template costs what its length says. What limits LiquidJS
 * has against loops and wide dates have been passed by before (CVE-2026-44645, CVE-2026-45357).
 */
const tags = ['assign', 'case', 'comment', 'echo', 'if', '#', 'raw', 'unless'];
const filters = [
  ...[
    'append',
    'capitalize',
    'default',
    'downcase',
    'lstrip',
    'prepend',
    'remove',
    'replace',
    'rstrip',
    'slice',
    'strip',
  ],
  ...[
    'truncate',
    'truncatewords',
    'upcase',
    'plus',
    'minus',
    'times',
    'modulo',
    'divided_by',
    'abs',
    'at_least',
    'at_most',
  ],
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

function keepOnly(all: Record<string, unknown>, kept: readonly string[]): void {
  for (const name of Object.keys(all)) if (!kept.includes(name)) delete all[name];
}

/** @returns what is wrong with it, in words for whoever wrote it; null where it can be used */
export function checkTemplate(text: string): string | null {
  try {
    const parsed = liquid.parse(text);
    const unknown = liquid.globalFullVariablesSync(parsed).filter((name) => !templateNames.has(name));
    if (unknown.length === 0) return null;
    return `must name only what there is: ${unknown.join(', ')} is not among ${[...templateNames].join(', ')}`;
  } catch (error) {
    return `must be a Liquid template that can be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export interface Rendered {
  subject: string;
  text: string;
}

const mostKept = 2000;
const kept = new Map<string, Parsed[]>();

/** @throws where the template cannot be read or rendered */
export function renderTemplate({ subject, text }: Pick<Template, 'subject' | 'text'>, facts: TemplateFacts): Rendered {
  return { subject: oneLine(render(subject, facts)), text: render(text, facts) };
}

function render(source: string, facts: TemplateFacts): string {
  const text = String(liquid.renderSync(parsed(source), facts));
  if (text.length > longestText) throw new RangeError(`It comes to more than ${longestText} characters.`);
  return text;
}

function parsed(source: string): Parsed[] {
  const known = kept.get(source);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  const read = liquid.parse(source);
  kept.set(source, read);
  return read;
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
