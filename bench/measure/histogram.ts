const most = 10;
const width = 40;

/** Lines of a histogram of milliseconds: by so many equal steps, each a round number of seconds or of tenths. */
export function histogramOf(samplesMs: readonly number[]): string[] {
  const longest = samplesMs.reduce((a, b) => Math.max(a, b), 0);
  const stepMs = roundUp(longest / most);
  const counts = Array.from({ length: Math.floor(longest / stepMs) + 1 }, () => 0);
  for (const ms of samplesMs) {
    const step = Math.max(0, Math.floor(ms / stepMs));
    counts[step] = (counts[step] ?? 0) + 1;
  }
  const fullest = counts.reduce((a, b) => Math.max(a, b), 1);
  const seconds = (step: number) => ((step * stepMs) / 1000).toFixed(stepMs < 1000 ? 1 : 0);
  return counts.map((count, step) => {
    const bar = '█'.repeat(Math.round((count / fullest) * width));
    return `  ${`${seconds(step)}–${seconds(step + 1)} s`.padStart(14)}  ${bar} ${count.toLocaleString('en')}`;
  });
}

/** To 1, 2 or 5 times a power of ten, and no less than 100 ms. */
function roundUp(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(100, ms)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= ms) ?? power;
}
