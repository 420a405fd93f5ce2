import { describeChannel } from '../test/describe-channel.ts';
import { startVendor } from '../test/start-vendor.ts';

describeChannel('vendor’s email', startVendor);
