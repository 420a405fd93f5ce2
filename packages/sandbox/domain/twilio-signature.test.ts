import twilio from 'twilio';
import { expect, test } from 'vitest';
import { twilioSignature } from './twilio-signature.ts';

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
