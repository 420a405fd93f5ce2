import { unreadable } from './import-rows.ts';

/** A mark says what a file is, whatever is said of it. */
const marks = [
  { charset: 'utf-8', mark: Buffer.from([0xef, 0xbb, 0xbf]) },
  { charset: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { charset: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
];
const lineFeed = 0x0a;

/**
 * The text of a file without its byte order mark, as long as each of its bytes means something in that charset: a name
 * whose letters were replaced by question marks could never be mended.
 * @param charset one of the labels of the Encoding Standard
 * @throws AppError `import.unreadable` (422), naming the first line that cannot be read
 */
export async function* decodeText(bytes: AsyncIterable<Buffer>, charset: string): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let line = 1;
  const decode = (piece?: Buffer) => {
    try {
      return decoder?.decode(piece, { stream: piece !== undefined }) ?? '';
    } catch {
      const name = decoder?.encoding.toUpperCase();
      throw unreadable(`cannot be read: line ${line} is not ${name}; save the file as CSV UTF-8`);
    }
  };
  for await (const chunk of bytes) {
    decoder ??= decoderOf(chunk, charset);
    let text = '';
    // Line by line, so that a failure tells its own.
    for (let from = 0; from < chunk.length; ) {
      const to = chunk.indexOf(lineFeed, from) + 1 || chunk.length;
      const piece = decode(chunk.subarray(from, to));
      if (piece.includes('\n')) line += 1;
      text += piece;
      from = to;
    }
    yield text;
  }
  yield decode();
}

function decoderOf(beginning: Buffer, charset: string): TextDecoder {
  const marked = marks.find(({ mark }) => beginning.subarray(0, mark.length).equals(mark));
  try {
    return new TextDecoder(marked?.charset ?? charset, { fatal: true });
  } catch {
    throw unreadable(`is in ${charset}, which cannot be read here; save it as CSV UTF-8`);
  }
}
