import { withoutSpaces, wordsOf } from './reply-words.ts';

/**
 * Whether a reply asks for no more messages. `clear` is to be obeyed: the words of the carriers, politeness and
 * impatience around them, and sentences that say of messages that they shall end; US rules (FCC, 2025) bind whoever
 * sends to any reasonable way of saying so. `unclear` holds such a word and may mean something else («stop it hurting»,
 * «I stopped taking it», «cancel the appointment»): that is asked back, with how to stop.
 */
export function readStop(text: string): 'clear' | 'unclear' | null {
  const words = wordsOf(text);
  if (whole.test(words) || khmer.test(withoutSpaces(words))) return 'clear';
  // «Wrong number, stop texting me.» What speaks of messages does so whatever is said beside it.
  if (text.split(/[.!?,;:\n]+/u).some((part) => spoken.test(wordsOf(part)))) return 'clear';
  return /\b(?:stop\w*|unsubscrib\w*|cancel\w*|end|quit|revoke|opt ?out|no more)\b/u.test(words) ||
    /ឈប់|បញ្ឈប់|កុំផ្ញើ/u.test(withoutSpaces(words))
    ? 'unclear'
    : null;
}

const oneOf = (...choices: string[]) => `(?:${choices.join('|')})`;
const maybe = (pattern: string) => `(?: ${pattern})?`;

const noise = oneOf(
  'please',
  'pls',
  'plz',
  'kindly',
  'just',
  'now',
  'right now',
  'at once',
  'immediately',
  'already',
  'ok',
  'okay',
  'hi',
  'hey',
  'hello',
  'sorry',
  'thanks',
  'thank you',
  'wrong number',
  'wrong person',
);
const youShould = oneOf(
  '(?:can|could|would|will) you',
  'i want you to',
  'i(?:d| would) like you to',
  'you (?:must|should|have to|need to)',
  'i (?:said|told you to)',
);
const iWant = oneOf('i', 'i want', 'i (?:want|wish|need|have) to', 'i(?:d| would) like to', 'let me');

const messages = oneOf(
  'texts',
  'text messages',
  'messages',
  'msgs',
  'sms',
  'reminders',
  'notifications',
  'alerts',
  'spam',
);
const which = `(?:${oneOf('all', 'any', 'of', 'the', 'these', 'those', 'this', 'your', 'my', 'more', 'such')} )*`;
const sending = oneOf(
  'texting',
  'messaging',
  'sending',
  'contacting',
  'writing',
  'bothering',
  'spamming',
  'reminding',
  'notifying',
);
const toMe = maybe(`(?:to )?${oneOf('me', 'us', 'my phone', 'my number', 'this number', 'here')}`);
const things = maybe(which + oneOf(messages, 'stuff', 'things', 'anything', 'this', 'it', 'them', 'these', 'those'));
const again = maybe(oneOf('any ?more', 'again', 'ever again', 'ever', 'at all'));

/** What speaks of messages, or of the list that they are sent by. */
const speaksOfMessages = oneOf(
  `(?:stop|quit|cease) ${sending}${toMe}${things}${toMe}${again}`,
  `(?:stop|end|cancel|no) ${which}${messages}${toMe}${again}`,
  `(?:dont|do not|never) (?:text|message|contact|write|send|bother|spam)${toMe}${things}${toMe}${again}`,
  `(?:dont|do not|never) remind me ${oneOf('any ?more', 'again', 'ever again')}`,
  `unsubscribe ${oneOf('me', 'us', 'my number', 'this number')}`,
  `unsubscribe(?: me)? from ${which}${oneOf('this', 'it', 'all', 'everything', 'list', messages)}`,
  `opt (?:me )?out of ${which}${oneOf('this', 'it', 'all', 'everything', 'list', messages)}`,
  'opt (?:me|us) out',
  '(?:revoke|withdraw) (?:my )?consent',
  `(?:remove|delete) ${oneOf('me', 'my number', 'my phone number', 'this number')}(?: from ${which}${oneOf('list', 'system', 'service')})?`,
  `take (?:me|my number|this number) off(?: of)? ${which}${oneOf('list', 'system', 'service')}`,
  'leave me alone',
);
const stopsHere = oneOf('stop(?: (?:it|this|that|all|everything))?', 'stopall', 'no more');
const carriersWords = oneOf('unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'opt ?out');

const politely = `(?:${youShould} (?:${noise} )*)?`;
const request = oneOf(
  politely + oneOf(speaksOfMessages, stopsHere),
  `${iWant} ${oneOf('unsubscribe', 'opt ?out', 'no more', speaksOfMessages)}`,
  carriersWords,
);
/** Once or over and over. Only the first has words before it, so that no two parts compete for the same ones. */
const whole = new RegExp(`^(?:${noise} )*${request}(?: ${noise})*(?: ${request}(?: ${noise})*)*$`, 'u');
const spoken = new RegExp(`^(?:${noise} )*(?:${politely}|${iWant} )${speaksOfMessages}(?: ${noise})*$`, 'u');

/** «(Please) stop (sending (messages) (to me) (any more))», «(please) send no messages (to me) (any more)». */
const khmer = /^(?:សូម)?(?:(?:ឈប់|បញ្ឈប់)(?:ផ្ញើ)?|កុំផ្ញើ)(?:សារ)?(?:មក|ឱ្យ|ឲ្យ|អោយ)*(?:ខ្ញុំ)?(?:ទៀត|ហើយ|ទៅ)*$/u;
