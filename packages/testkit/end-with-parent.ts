/**
 * Preloaded into every program that a test starts: the channel to the test's process closes however that process ends,
 * and then this one must not live on. It stops as it would for anybody, so that what it started ends with it too.
 */
const PATIENCE_MS = 10_000;

process.channel?.unref();
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref();
});
