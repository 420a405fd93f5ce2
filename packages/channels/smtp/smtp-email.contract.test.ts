import { describeChannel } from '../test/describe-channel.ts';
import { startSmtpEmail } from '../test/start-channels.ts';

describeChannel('SMTP email', startSmtpEmail);
