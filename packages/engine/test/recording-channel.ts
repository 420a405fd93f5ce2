import type { Channel, ChannelName, LookUpQuery, LookUpResult, OutgoingMessage, SendResult } from '@belfry/channels';

/** A provider on the test's own desk: keeps what it was given and ends each call as the test says. */
export class RecordingChannel implements Channel {
  readonly name: ChannelName;
  readonly sent: OutgoingMessage[] = [];
  /** How the next calls end; the default is `accepted`. */
  answer: (message: OutgoingMessage) => SendResult | Promise<SendResult> = () => this.accept();
  lookUp?: (query: LookUpQuery) => Promise<LookUpResult>;

  constructor(name: ChannelName) {
    this.name = name;
  }

  accept(): SendResult {
    return { status: 'accepted', providerId: `${this.name}-${this.sent.length}` };
  }

  async send(message: OutgoingMessage): Promise<SendResult> {
    this.sent.push(message);
    return this.answer(message);
  }

  /** Lets calls hang until they are released. */
  hold(): () => void {
    const gate = Promise.withResolvers<void>();
    this.answer = async () => {
      await gate.promise;
      return this.accept();
    };
    return () => {
      gate.resolve();
      this.answer = () => this.accept();
    };
  }
}
