import { describeChannel } from '../test/describe-channel.ts';
import { startInbox } from '../test/start-inbox.ts';

describeChannel('inbox', startInbox, ['hang']);
