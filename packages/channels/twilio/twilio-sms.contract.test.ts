import { describeChannel } from '../test/describe-channel.ts';
import { startTwilioSms } from '../test/start-channels.ts';

describeChannel('Twilio SMS', startTwilioSms);
