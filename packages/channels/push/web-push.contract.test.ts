import { describeChannel } from '../test/describe-channel.ts';
import { startWebPush } from '../test/start-receivers.ts';

describeChannel('web push', startWebPush);
