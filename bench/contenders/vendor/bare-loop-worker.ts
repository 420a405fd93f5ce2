import { Pool } from 'undici';
import type { Worker } from '../../measure/contender.ts';
import { askVendor, connectionsToVendor } from './ask-vendor.ts';

export const worker: Worker = {
  async prepare({ given: { vendorUrl = '' }, share, handled }) {
    const pool = new Pool(vendorUrl, { connections: connectionsToVendor });
    let next = share.index;
    const loop = async () => {
      for (let piece = next; piece < share.count; piece = next) {
        next += share.of;
        await askVendor(pool, { to: `+1555${piece}`, text: `Birthday ${piece}\nMany happy returns` });
        handled(piece);
      }
    };
    return {
      async go() {
        await Promise.all(Array.from({ length: connectionsToVendor }, loop));
      },
      stop: () => pool.close(),
    };
  },
};
