import { describeChannel } from '../test/describe-channel.ts';
import { startWebhook } from '../test/start-receivers.ts';

describeChannel('webhook', startWebhook);
