export const queueName = 'greet';

/** BullMQ takes a plain host and port. */
export const connectionTo = (port: string | number) => ({ host: '127.0.0.1', port: Number(port) });
