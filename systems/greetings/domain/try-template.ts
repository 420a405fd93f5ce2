import { comesToNothing, renderTemplate, type Template, type TemplateFacts, type Unrendered } from './template.ts';

const named = { fullName: 'Ada', name: 'Ada', firstName: '', lastName: '', city: '', country: '', locale: 'en' };
const full = { ...named, fullName: 'Ada Archer', firstName: 'Ada', lastName: 'Archer', city: 'Leeds', country: 'UK' };
const longest = 'x'.repeat(100);
const long = {
  ...{ fullName: `${longest} ${longest}`, name: longest, firstName: longest, lastName: longest },
  ...{ city: longest, country: longest, locale: 'en' },
};

/** Whoever there is: with all fields, with a name alone, and with as much as fits; and how often it may have come before. */
const samples: readonly Omit<TemplateFacts, 'kind'>[] = [full, named, long].flatMap((person) =>
  [0, 1, 30].map((years) => ({ person, years, year: 2030, date: '2030-06-15' })),
);

/**
 * What keeps a template from ever being sent, known before it is saved. It may come to nothing for some, but not for everybody.
 */
export function tryTemplate(
  template: Pick<Template, 'subject' | 'text'>,
  kind: TemplateFacts['kind'],
): Unrendered | null {
  const results = samples.map((sample) => renderTemplate(template, { ...sample, kind }));
  const broken = results.filter((result) => 'reason' in result);
  const fault = broken.find(({ reason }) => reason !== comesToNothing);
  if (fault) return fault;
  const [first] = broken;
  if (first && broken.length === results.length) return first;
  const hasSubject = results.some((result) => 'subject' in result && result.subject !== '');
  return hasSubject ? null : { field: 'subject', reason: comesToNothing };
}
