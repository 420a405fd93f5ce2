import fc from 'fast-check';
import { Liquid } from 'liquidjs';
import { describe, expect, test, vi } from 'vitest';
import { checkTemplate, chooseTemplate, fillingIn, renderTemplate, type TemplateFacts } from './template.ts';
import { tryTemplate } from './try-template.ts';
import { usualTemplates } from './usual-templates.ts';

const facts: TemplateFacts = {
  person: {
    ...{ fullName: 'Ada Archer', name: 'Ada Archer', firstName: 'Ada', lastName: 'Archer' },
    ...{ city: 'Leeds', country: 'UK', locale: 'en' },
  },
  kind: { name: 'birthday', title: 'Birthday' },
  years: 2,
  year: 2027,
  date: '2027-01-15',
};
const render = (text: string, more: Partial<TemplateFacts> = {}) =>
  renderTemplate({ subject: 'x', text }, { ...facts, ...more });

describe('a template is accepted', () => {
  test.each(usualTemplates.flatMap(({ subject, text }) => [subject, text]))('%s', (text) => {
    expect(checkTemplate(text)).toBeNull();
  });

  test.each([
    'No variable at all',
    '{{ person.firstName | upcase }}',
    '{% assign a = years | plus: 1 %}{{ a }}',
    '{% case kind.name %}{% when "birthday" %}x{% else %}y{% endcase %}',
    '{% if years > 1 and person.city contains "Leeds" or not person.country %}x{% endif %}',
  ])('%s', (text) => expect(checkTemplate(text)).toBeNull());
});

describe('a template is refused', () => {
  test.each([
    ['{{ person.salary }}', 'person.salary'],
    ['{{ constructor }}', 'constructor'],
    ['{{ person | json }}', 'json'],
    ['{{ years | date: "%9999999d" }}', 'date'],
    ['{% for i in (1..100000000) %}{% endfor %}', 'for'],
    ['{% tablerow i in (1..100) %}{% endtablerow %}', 'tablerow'],
    ['{% include "x" %}', 'include'],
    ['{% capture a %}{{ a }}{{ a }}{% endcapture %}', 'capture'],
    ['{% if years %}', 'if'],
    ['{% if years > %}x{% endif %}', 'unfinished'],
    ['{% if years > 1 and %}x{% endif %}', 'unfinished'],
    ['x{% unless years 1 %}x{% elsif not %}y{% endunless %}', 'unfinished'],
    ['x{% case years > %}{% when 1 %}x{% endcase %}', 'unfinished'],
    ['{% assign a = years > %}{{ a }}', 'unfinished'],
    ['{{ years == }}', 'unfinished'],
    ['{% if years %}{% if years > %}x{% endif %}{% endif %}', 'unfinished'],
    ['{{ years', 'years'],
  ])('%s', (text, named) => expect(checkTemplate(text)).toContain(named));
});

describe('what is rendered', () => {
  test('says the years of an anniversary, or none', () => {
    const text = usualTemplates.find(({ kind }) => kind === 'anniversary')!.text;
    const years = (count: number) => render(text, { years: count });
    expect([0, 1, 2].map(years)).toMatchObject([
      { text: "Hey, Ada Archer it's your work anniversary!" },
      { text: "Hey, Ada Archer it's your work anniversary! 1 year with us!" },
      { text: "Hey, Ada Archer it's your work anniversary! 2 years with us!" },
    ]);
  });

  test('is no template again: what people are called is only text', () => {
    const person = { ...facts.person, fullName: '{{ years }}<b>{% if %}' };
    expect(render('{{ person.fullName }}', { person })).toMatchObject({ text: '{{ years }}<b>{% if %}' });
  });

  test('is finished however long that takes: a busy machine stands still in the middle of it', () => {
    let nowMs = 0;
    using _ = vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 60_000));
    expect(render('{% if years > 1 %}{{ person.firstName | upcase }}{% endif %}!')).toMatchObject({ text: 'ADA!' });
  });

  test.each([
    ['doubles itself', `{% assign a = "ab" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}`],
    [
      'is long, many times',
      `{% assign a = "ab" %}${'{% assign a = a | append: a %}'.repeat(12)}${'{{ a }}'.repeat(40)}`,
    ],
    ['says nothing', ' {% comment %}x{% endcomment %}\n'],
    ['is no number', '{{ years | divided_by: 0 }}'],
  ])('is not what %s', (_, text) => expect(render(text)).toMatchObject({ field: 'text' }));

  test('has a subject of one line, which may be blank', () => {
    const subjectOf = (subject: string) => renderTemplate({ subject, text: 'x' }, facts);
    expect(subjectOf('a\n {{ person.city }}')).toMatchObject({ subject: 'a Leeds' });
    expect(subjectOf('{% comment %}x{% endcomment %}')).toMatchObject({ subject: '' });
  });
});

describe('a template is tried', () => {
  const kind = { name: 'name-day', title: 'Name day' };
  const fault = (text: string, subject = 'x') => tryTemplate({ subject, text }, kind);

  test.each([
    ...usualTemplates.flatMap(({ subject, text }) => [subject, text]),
    '{{ person.city }}',
    '{% if years > 0 %}{{ 30 | divided_by: years }} {{ years | times: 2 | at_least: 3 }}{% endif %}',
    '{% case kind.name %}{% when "name-day" %}x{% endcase %}',
    'To infinity, Infinity and NaN',
  ])('and taken: %s', (text) => expect(fault(text)).toBeNull());

  test.each([
    [`{% assign a = "ab" %}${'{% assign a = a | append: a %}'.repeat(30)}{{ a }}`, /limit/],
    [`{% assign a = person.name %}${'{% assign a = a | append: a %}'.repeat(8)}{{ a }}`, /20000|limit/],
    ['{% comment %}x{% endcomment %}', /comes to nothing/],
    ['{{ years | divided_by: 0 }}', /no number/],
    ['{{ 30 | divided_by: years }}', /no number/],
    ['{{ years | plus }}', /no number/],
  ])('and refused: %s', (text, reason) => {
    expect(fault(text)).toEqual({ field: 'text', reason: expect.stringMatching(reason) });
  });

  test('with its subject', () => {
    expect(fault('x', '{{ person.city }}')).toBeNull();
    expect(fault('x', '{% comment %}x{% endcomment %}')).toMatchObject({ field: 'subject' });
    expect(fault('x', '{{ years | plus }}')).toMatchObject({ field: 'subject' });
  });
});

describe('the words are chosen', () => {
  const of = (...locales: string[]) => locales.map((locale) => ({ locale }));
  const usual = [
    { locale: 'en', isUsual: true },
    { locale: 'de', isUsual: true },
  ];
  test.each([
    ['as they stand', 'fr-CA', of('fr', 'fr-CA'), { locale: 'fr-CA' }],
    ['by the language alone', 'fr-CA', of('en', 'fr'), { locale: 'fr' }],
    ['by the language elsewhere', 'fr', of('en', 'fr-CA'), { locale: 'fr-CA' }],
    ['in their language elsewhere before the usual ones', 'en', of('fr', 'en-GB'), { locale: 'en-GB' }],
    ['as usual where only others have words of their own', 'en-GB', of('fr'), { locale: 'en', isUsual: true }],
    ['as usual before the own default', 'de-AT', of('en', 'fr'), { locale: 'de', isUsual: true }],
    ['in English', 'km', of('fr', 'en-GB'), { locale: 'en-GB' }],
    ['in whatever there is', 'km', of('fr'), { locale: 'fr' }],
    ['as usual where there are none', 'km', [], { locale: 'en', isUsual: true }],
  ])('%s', (_, locale, own, chosen) => {
    expect(chooseTemplate(own, usual, locale)).toEqual(chosen);
  });

  test('from the own alone of a kind that has no usual ones', () => {
    expect(chooseTemplate(of('fr'), [], 'en')).toEqual({ locale: 'fr' });
    expect(chooseTemplate([], [], 'en')).toBeNull();
  });
});

describe('a template that only names facts between its words', () => {
  const liquid = new Liquid({ strictFilters: true, ownPropertyOnly: true });
  const names = [
    'person.fullName',
    'person.firstName',
    'person.city',
    'kind.name',
    'kind.title',
    'years',
    'year',
    'date',
  ];
  const words = fc.string({
    unit: fc.constantFrom('Dear', ' ', '\n', '}', '{', '%', '-', '.', 'é', '🎂', '"', "'", '|', '$&'),
  });
  const named = fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom('', ' ', '\n', '| default: person.name', ' | default:person.city '),
    )
    .map(([name, after]) => `{{ ${name}${after}}}`);
  const texts = fc.string({ unit: fc.oneof(words, named), maxLength: 12 });
  const said = fc.string({ unit: fc.constantFrom('A', '{{ year }}', '$1', ' ', '<b>', 'ü') });

  test('says what LiquidJS makes of it, whoever it is for', () => {
    let filled = 0;
    fc.assert(
      fc.property(texts, said, fc.nat(), (text, firstName, years) => {
        const filling = fillingIn(text);
        if (!filling) return;
        filled += 1;
        const of = { ...facts, years, person: { ...facts.person, firstName, city: '' } };
        expect(filling(of)).toBe(String(liquid.parseAndRenderSync(text, of)));
      }),
      { numRuns: 2000 },
    );
    expect(filled).toBeGreaterThan(200);
  });

  test.each(usualTemplates.flatMap(({ subject, text }) => [subject, text]))('needs no interpreter: %s', (text) => {
    expect(fillingIn(text) === null).toBe(text.includes('{%'));
  });

  test.each([
    '{{ person.firstName | upcase }}',
    '{{- year }}',
    '{{ year -}}',
    '{{ year }',
    '{% if years %}x{% endif %}',
    '{{ person.salary }}',
    '{{{ year }}',
    '{{ "year" }}',
    '{{ person.firstName | default: "you" }}',
    '{{ person.firstName | default: person.name | upcase }}',
    '{{ person.firstName | default: person.salary }}',
    '{{ constructor }}',
  ])('is more than that: %s', (text) => expect(fillingIn(text)).toBeNull());
});
