import { SaxesParser } from 'saxes';
import { MAX_BODY_LENGTH } from './parse-send-request.ts';

export type TwimlReading = { ok: true; messages: string[] } | { ok: false; reason: string };

/**
 * What a webhook's answer asks the network to say: the texts of `<Response><Message>…</Message></Response>`, each bare
 * or in one `<Body>`. No content at all, or an empty Response, is silence. Everything else that TwiML offers is refused
 * by name rather than passed over. XML is read strictly; a document type declaration is not read at all.
 */
export function readTwiml(document: string): TwimlReading {
  if (document.trim() === '') return { ok: true, messages: [] };
  const reader = new TwimlReader();
  const parser = new SaxesParser();
  parser.on('error', (error) => reader.refuse(`not well-formed XML: ${error.message}`));
  parser.on('doctype', () => reader.refuse('a document type declaration is not allowed'));
  parser.on('opentag', (tag) => reader.open(tag.name, Object.keys(tag.attributes)));
  parser.on('closetag', () => reader.close());
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  parser.write(document).close();
  return reader.result();
}

/** The places of the grammar, and what may stand in each. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  '': ['Response'],
  '/Response': ['Message'],
  '/Response/Message': ['Body'],
  '/Response/Message/Body': [],
};

class TwimlReader {
  readonly #messages: string[] = [];
  #path = '';
  #bare = '';
  #bodies: string[] = [];
  #problem: string | null = null;

  refuse(reason: string): void {
    this.#problem ??= reason;
  }

  open(name: string, attributes: readonly string[]): void {
    if (!CHILDREN[this.#path]?.includes(name))
      this.refuse(`<${name}> is not supported in ${this.#path || 'the document'}`);
    if (attributes.length > 0) this.refuse(`the attribute ${attributes[0]} of <${name}> is not supported`);
    this.#path += `/${name}`;
    if (this.#path === '/Response/Message') {
      this.#bare = '';
      this.#bodies = [];
    }
    if (this.#path === '/Response/Message/Body') this.#bodies.push('');
  }

  text(text: string): void {
    if (this.#path === '/Response/Message') this.#bare += text;
    else if (this.#path === '/Response/Message/Body') this.#bodies.push((this.#bodies.pop() ?? '') + text);
    else if (text.trim() !== '') this.refuse(`text is not allowed in ${this.#path || 'the document'}`);
  }

  close(): void {
    if (this.#path === '/Response/Message') this.#endMessage();
    this.#path = this.#path.slice(0, this.#path.lastIndexOf('/'));
  }

  #endMessage(): void {
    const said = [this.#bare, ...this.#bodies].map((text) => text.trim()).filter((text) => text !== '');
    const [message] = said;
    if (message === undefined || said.length > 1) this.refuse('<Message> must hold one text');
    else if (message.length > MAX_BODY_LENGTH) this.refuse(`<Message> is longer than ${MAX_BODY_LENGTH} characters`);
    else this.#messages.push(message);
  }

  result(): TwimlReading {
    return this.#problem === null ? { ok: true, messages: this.#messages } : { ok: false, reason: this.#problem };
  }
}
