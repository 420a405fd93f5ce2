import type { Template } from './template.ts';

/** What is sent where a tenant has no words of its own. */
export const usualTemplates: readonly Template[] = [
  {
    kind: 'birthday',
    locale: 'en',
    subject: 'Happy birthday, {{ person.firstName | default: person.name }}!',
    text: "Hey, {{ person.fullName }} it's your birthday",
  },
  {
    kind: 'anniversary',
    locale: 'en',
    subject: 'Happy work anniversary, {{ person.firstName | default: person.name }}!',
    text:
      "Hey, {{ person.fullName }} it's your work anniversary!" +
      '{% if years > 0 %} {{ years }} {% if years == 1 %}year{% else %}years{% endif %} with us!{% endif %}',
  },
];

/** Of this kind; none of one that a tenant has made. */
export function usualTemplatesOf(kind: string): readonly Template[] {
  return usualTemplates.filter((template) => template.kind === kind);
}

/** What is sent of a kind where a tenant has no words of its own; at least one. */
export function usualWordsOf(kind: string): readonly Template[] {
  const usual = usualTemplatesOf(kind);
  return usual.length > 0 ? usual : [plainTemplate(kind)];
}

/** Of a kind for which nobody has written any. */
export function plainTemplate(kind: string): Template {
  return { kind, locale: 'en', subject: '{{ kind.title }}', text: 'Hey, {{ person.fullName }}: {{ kind.title }}' };
}
