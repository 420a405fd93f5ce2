import twilio from 'twilio';
import { expect, test } from 'vitest';
import { twilioJsonSignature, twilioSignature } from './twilio-signature.ts';

const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';

test('the example of the documentation and the vector of the official libraries come out', () => {
  const call = { CallSid: 'CA1234567890ABCDE', Digits: '1234', To: '+18005551212' };
  const documented = { ...call, Caller: '+12349013030', From: '+12349013030' };
  const official = { ...call, Caller: '+14158675309', From: '+14158675309' };

  expect(twilioSignature('12345', url, documented)).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=');
  expect(twilioSignature('12345', url, official)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
});

test('the official check accepts it for ports, text outside ASCII, empty fields and any order of fields', () => {
  const local = 'http://127.0.0.1:8400/hooks/twilio/status/k.e-y_1';
  const fields = { To: '+855', Body: 'សួស្តី 👋 + & =', empty: '', AccountSid: 'AC1', a: '1', B: '2' };
  const signature = twilioSignature('token', local, fields);

  expect(twilio.validateRequest('token', signature, local, fields)).toBe(true);
  expect(twilio.validateRequest('token', signature, local, { ...fields, B: '3' })).toBe(false);
  expect(twilio.validateRequest('another', signature, local, fields)).toBe(false);
  expect(twilio.validateRequest('token', signature, `${local}0`, fields)).toBe(false);
});

test('a JSON body is signed by its hash in the URL, as the official check wants it', () => {
  const body = JSON.stringify({ status: 'delivered', text: 'សួស្តី' });
  const { url: signedUrl, signature } = twilioJsonSignature('token', 'https://belfry.example/hooks?x=1', body);

  expect(signedUrl).toMatch(/^https:\/\/belfry\.example\/hooks\?x=1&bodySHA256=[0-9a-f]{64}$/);
  expect(twilio.validateRequestWithBody('token', signature, signedUrl, body)).toBe(true);
  expect(twilio.validateRequestWithBody('token', signature, signedUrl, `${body} `)).toBe(false);
  expect(twilio.validateRequestWithBody('another', signature, signedUrl, body)).toBe(false);
});

test('the vector that the official libraries have for a JSON body comes out', () => {
  const body = '{"property": "value", "boolean": true}';
  expect(twilioJsonSignature('12345', url, body)).toEqual({
    url: `${url}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620`,
    signature: 'a9nBmqA0ju/hNViExpshrM61xv4=',
  });
});

test('the official check takes it with the standard port spelled out or not, and a query in any spelling', () => {
  const fields = { MessageSid: 'SM1' };
  for (const spelled of [
    'https://a.example:443/x?y=%20z',
    'https://a.example/x?y=%20z',
    'http://a.example:80/x?y=a+b',
  ]) {
    expect(twilio.validateRequest('token', twilioSignature('token', spelled, fields), spelled, fields)).toBe(true);
  }
  const without = twilioSignature('token', 'https://a.example/x', fields);
  expect(twilio.validateRequest('token', without, 'https://a.example:443/x', fields)).toBe(true);
});
