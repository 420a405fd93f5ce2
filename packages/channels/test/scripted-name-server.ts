import { createSocket } from 'node:dgram';

const A = 1;
const AAAA = 28;
const HEADER_BYTES = 12;

export interface ScriptedNameServer extends AsyncDisposable {
  /** For `Resolver.setServers`. */
  address: string;
  /** Questions that came in. */
  asked: string[];
}

/** A name server (RFC 1035) that knows these names, says NXDOMAIN to others, and is silent to those that begin with `silent`. */
export async function startScriptedNameServer(
  names: Record<string, { four?: string; six?: number[] }>,
): Promise<ScriptedNameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = readQuestion(query);
    asked.push(name);
    if (name.startsWith('silent')) return;
    const known = names[name];
    const data = known && (type === A ? known.four?.split('.').map(Number) : type === AAAA ? known.six : undefined);
    socket.send(answerOf(query.subarray(0, end), type, known ? 0 : 3, data), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(resolve)),
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString());
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** The question back with at most one answer, which points to the question's name. */
function answerOf(question: Buffer, type: number, code: number, data: number[] | undefined): Buffer {
  const header = Buffer.from(question.subarray(0, HEADER_BYTES));
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(data ? 1 : 0, 6);
  header.writeUInt32BE(0, 8);
  const answer = data ? [0xc0, HEADER_BYTES, type >> 8, type & 0xff, 0, 1, 0, 0, 0, 60, 0, data.length, ...data] : [];
  return Buffer.concat([header, question.subarray(HEADER_BYTES), Buffer.from(answer)]);
}
