import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeMessage } from './compose-message.ts';

const parts = {
  locale: 'en',
  title: 'Take pills',
  body: 'The blue ones',
  message: null,
  about: null,
  isUnanswered: false,
  showsDetails: true,
  isExhausted: false,
  asksForReply: true,
  link: null,
  most: 1600,
};
const how = 'Reply DONE when it is done, OK if you have seen it.';

describe('the words of a contact', () => {
  test('to the person hold title, details and how to answer', () => {
    expect(composeMessage(parts)).toEqual({ subject: 'Take pills', text: `Take pills\nThe blue ones\n${how}` });
  });

  test('to somebody else name the person, with the details only where they may see them', () => {
    const toOther = { ...parts, about: 'Ann Archer', isUnanswered: true };
    expect(composeMessage(toOther).text).toBe(`Ann Archer has not answered: Take pills\nThe blue ones\n${how}`);
    const { subject, text } = composeMessage({ ...toOther, showsDetails: false });
    expect(subject).toBe('Ann Archer: Take pills');
    expect(text).toBe(`Ann Archer has not answered: Take pills\n${how}`);
  });

  test('to somebody else say of nobody that they have not answered who may never have been asked', () => {
    const { subject, text } = composeMessage({ ...parts, about: 'Ann Archer' });
    expect(subject).toBe('Ann Archer: Take pills');
    expect(text).toBe(`Due for Ann Archer: Take pills\nThe blue ones\n${how}`);
  });

  test("are in the reader's language, where there are words in it", () => {
    const inKhmer = { ...parts, locale: 'km-KH', about: 'Ann Archer', isUnanswered: true };
    expect(composeMessage(inKhmer).text).toMatch(/^Ann Archer មិនទាន់ឆ្លើយទេ៖ Take pills\nThe blue ones\n.*DONE.*OK/);
    expect(composeMessage({ ...parts, locale: 'fr-CA' }).text).toBe(`Take pills\nThe blue ones\n${how}`);
  });

  test("are the step's own where it has some", () => {
    expect(composeMessage({ ...parts, message: 'Please call Ann.' }).text).toBe(`Please call Ann.\n${how}`);
  });

  test('say that nobody answered, once the policy has come to its end', () => {
    const end = { ...parts, isExhausted: true, asksForReply: false, showsDetails: false };
    expect(composeMessage(end).text).toBe('Nobody answered: Take pills');
    expect(composeMessage({ ...end, about: 'Ann Archer' }).text).toBe('Nobody answered for Ann Archer: Take pills');
  });

  test('carry the page on which it can be answered, on a line of its own, with words in the reader’s language', () => {
    const link = 'https://belfry.example.com/a/1';
    const linked = (locale: string) => composeMessage({ ...parts, body: null, asksForReply: false, link, locale }).text;
    expect(linked('en-GB')).toBe(`Take pills\nAnswer here: ${link}`);
    expect(linked('km-KH')).toBe(`Take pills\nឆ្លើយតបនៅទីនេះ៖ ${link}`);
    expect(linked('tlh')).toBe(linked('en'));
  });

  test('ask for no reply where none is waited for or none could arrive', () => {
    expect(composeMessage({ ...parts, asksForReply: false }).text).toBe('Take pills\nThe blue ones');
  });
});

test('no text is longer than a carrier takes or ends in half a character, wherever it has to be cut', () => {
  const words = fc.array(fc.constantFrom('a', 'é', 'ស', '💊', '👩‍⚕️'), { minLength: 700, maxLength: 2000 });
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }), words, (title, body) => {
      const { text } = composeMessage({ ...parts, title, body: body.join('') });
      expect(text.length).toBeLessThanOrEqual(1600);
      expect(text.endsWith(how)).toBe(true);
      expect(text.isWellFormed()).toBe(true);
      expect(text.startsWith(title)).toBe(true);
    }),
  );
});
