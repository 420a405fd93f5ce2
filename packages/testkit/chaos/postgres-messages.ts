/** A message of PostgreSQL's protocol, version 3: one byte that says what it is, four with the length, and the rest. */
export interface PostgresMessage {
  type: string;
  body: Buffer;
  /** All of it, as it came. */
  bytes: Buffer;
}

const typeBytes = 1;
const lengthBytes = 4;

/** One direction of a connection, taken apart; it gives each message as soon as it is whole. Without TLS. */
export class PostgresMessages {
  #rest: Buffer = Buffer.alloc(0);
  #typeBytes: number;

  /** @param from the client's first message has no type */
  constructor(from: 'client' | 'server') {
    this.#typeBytes = from === 'client' ? 0 : typeBytes;
  }

  *read(chunk: Buffer): Generator<PostgresMessage> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const head = this.#typeBytes + lengthBytes;
      if (this.#rest.length < head) return;
      const end = this.#typeBytes + this.#rest.readUInt32BE(this.#typeBytes);
      if (this.#rest.length < end) return;
      const bytes = this.#rest.subarray(0, end);
      const type = bytes.toString('latin1', 0, this.#typeBytes);
      this.#rest = this.#rest.subarray(end);
      this.#typeBytes = typeBytes;
      yield { type, body: bytes.subarray(head), bytes };
    }
  }
}
