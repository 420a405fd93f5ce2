export interface RecordedCall {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** JSON as it would be sent; null where there is none. */
  body: string | null;
}

/** Stands where a call names what the one before it has answered. */
export const idFromAbove = 'ID_FROM_ABOVE';

/** Never the key itself: what is copied ends up in chats and shell histories. */
const keyVariable = '$BELFRY_KEY';

/** Calls for a terminal, one after the other. */
export function curlText(calls: readonly RecordedCall[], key: string = keyVariable): string {
  return calls.map((call) => noteOf(call) + commandOf(call, key)).join('\n\n');
}

function noteOf({ url, body }: RecordedCall): string {
  return `${url} ${body}`.includes(idFromAbove) ? `# ${idFromAbove}: the id in the answer of the command above\n` : '';
}

function commandOf({ method, url, headers, body }: RecordedCall, key: string): string {
  const lines = [`curl -X ${method} ${quoted(url)}`, `-H "Authorization: Bearer ${key}"`];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== null) lines.push(`-d ${quoted(body)}`);
  return lines.join(' \\\n  ');
}

/** Between single quotes a shell takes everything as it is, but for the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
