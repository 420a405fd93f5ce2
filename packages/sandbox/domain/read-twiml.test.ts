import twilio from 'twilio';
import { expect, test } from 'vitest';
import { readTwiml } from './read-twiml.ts';

const texts = (...messages: string[]) => ({ ok: true, messages });

test('what the official library writes is read', () => {
  const { MessagingResponse } = twilio.twiml;
  const plain = new MessagingResponse();
  plain.message('Done & dusted <3 "👍"');
  const bodies = new MessagingResponse();
  bodies.message('one');
  bodies.message('').body('two');

  expect(readTwiml(plain.toString())).toEqual(texts('Done & dusted <3 "👍"'));
  expect(readTwiml(bodies.toString())).toEqual(texts('one', 'two'));
  expect(readTwiml(new MessagingResponse().toString())).toEqual(texts());
});

test('character references, CDATA, comments and white space around a text are plain XML', () => {
  const document = '<Response>\n <!-- hi -->\n <Message> a &#38; b<![CDATA[ <c>]]>\n </Message></Response>';
  expect(readTwiml(document)).toEqual(texts('a & b <c>'));
});

test('no content is silence', () => {
  expect(readTwiml('')).toEqual(texts());
  expect(readTwiml(' \n')).toEqual(texts());
  expect(readTwiml('<Response/>')).toEqual(texts());
});

test.each([
  ['not XML at all', 'OK'],
  ['a tag left open', '<Response><Message>hi</Response>'],
  ['an entity nobody declared', '<Response><Message>&nbsp;</Message></Response>'],
  ['a bare ampersand', '<Response><Message>a & b</Message></Response>'],
  ['two roots', '<Response/><Response/>'],
  ['another root', '<Message>hi</Message>'],
  ['a document type', '<!DOCTYPE x [<!ENTITY y "z">]><Response/>'],
  ['another verb', '<Response><Redirect>/next</Redirect></Response>'],
  ['media', '<Response><Message><Body>a</Body><Media>http://x</Media></Message></Response>'],
  ['an attribute', '<Response><Message to="+12025550101">a</Message></Response>'],
  ['text outside a message', '<Response>hi</Response>'],
  ['a message without a text', '<Response><Message> </Message></Response>'],
  ['a message with two texts', '<Response><Message>a<Body>b</Body></Message></Response>'],
  ['a message that is too long', `<Response><Message>${'a'.repeat(1601)}</Message></Response>`],
])('%s is refused with a reason', (_what, document) => {
  expect(readTwiml(document)).toEqual({ ok: false, reason: expect.stringMatching(/\w/) });
});
