import PostalMime from 'postal-mime';

export interface ReceivedEmail {
  /** As in its header, in angle brackets; null where the sender gave none. */
  messageId: string | null;
  /** The address alone; null where the header is missing or unreadable. */
  from: string | null;
  subject: string;
  body: string;
  html: string | null;
  /** All of them as they came, names in lower case; one that came several times is joined by line breaks. */
  headers: Record<string, string>;
}

/**
 * The parts of an email that the record keeps. PostgreSQL stores no U+0000; it is shown as the replacement character.
 * @throws where the MIME structure is too deep to be honest
 */
export async function readEmail(raw: Uint8Array): Promise<ReceivedEmail> {
  const email = await PostalMime.parse(raw);
  return {
    messageId: email.messageId ? printable(email.messageId) : null,
    from: email.from?.address ? printable(email.from.address) : null,
    subject: printable(email.subject ?? ''),
    // MIME ends every text with a line break; the message did not.
    body: printable(email.text ?? '').replace(/\r?\n$/, ''),
    html: email.html === undefined ? null : printable(email.html),
    headers: joined(email.headers),
  };
}

function joined(fields: readonly { key: string; value: string }[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { key, value } of fields) {
    const before = headers[key];
    headers[printable(key)] = before === undefined ? printable(value) : `${before}\n${printable(value)}`;
  }
  return headers;
}

function printable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
