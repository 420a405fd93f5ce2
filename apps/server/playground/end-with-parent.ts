/**
 * Preloaded into every program of a playground: the channel to whoever started it closes however that one ends, and
 * then this one must not live on. It stops as it would for anybody, so that what it started ends with it.
 */
const PATIENCE_MS = 15_000;

process.channel?.unref();
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref();
});
