/** Waits longer than this are drawn as a break of fixed width: a snooze of three days must not flatten the minutes around it. */
const BREAK_AFTER_MS = 6 * 3_600_000;
const BREAK_SHARE = 0.08;
const SHORTEST_STRETCH_MS = 60_000;

export interface Stretch {
  fromMs: number;
  toMs: number;
  /** Fractions of the whole width. */
  from: number;
  to: number;
  isBreak: boolean;
}

export interface TimeScale {
  stretches: Stretch[];
  /** Where an instant lies, as a fraction of the width; what is outside is put to the nearer edge. */
  x(ms: number): number;
}

/** Linear between the first and the last instant, but for the breaks. */
export function createTimeScale(instantsMs: readonly number[]): TimeScale {
  const spans = withBreaks(clusters(instantsMs));
  const drawnMs = spans.reduce((sum, span) => sum + (span.isBreak ? 0 : span.toMs - span.fromMs), 0);
  const breaks = spans.filter((span) => span.isBreak).length;
  const share = 1 - breaks * BREAK_SHARE;
  let at = 0;
  const stretches = spans.map((span): Stretch => {
    const from = at;
    at += span.isBreak ? BREAK_SHARE : (share * (span.toMs - span.fromMs)) / drawnMs;
    return { ...span, from, to: at };
  });
  return { stretches, x: (ms) => place(stretches, ms) };
}

interface Span {
  fromMs: number;
  toMs: number;
  isBreak: boolean;
}

/** Groups of instants with no long wait inside; each a little wider than its instants, so that nothing sits on the edge. */
function clusters(instantsMs: readonly number[]): Span[] {
  const sorted = [...instantsMs].sort((a, b) => a - b);
  const groups: Span[] = [];
  for (const ms of sorted) {
    const last = groups.at(-1);
    if (last && ms - last.toMs <= BREAK_AFTER_MS) last.toMs = ms;
    else groups.push({ fromMs: ms, toMs: ms, isBreak: false });
  }
  return groups.map((group) => {
    const marginMs = Math.max(SHORTEST_STRETCH_MS / 2, (group.toMs - group.fromMs) * 0.06);
    return { ...group, fromMs: group.fromMs - marginMs, toMs: group.toMs + marginMs };
  });
}

function withBreaks(groups: readonly Span[]): Span[] {
  return groups.flatMap((group, index) => {
    const next = groups[index + 1];
    return next ? [group, { fromMs: group.toMs, toMs: next.fromMs, isBreak: true }] : [group];
  });
}

function place(stretches: readonly Stretch[], ms: number): number {
  const [first] = stretches;
  if (!first || ms <= first.fromMs) return 0;
  const stretch = stretches.find((candidate) => ms <= candidate.toMs);
  if (!stretch) return 1;
  const share = (ms - stretch.fromMs) / (stretch.toMs - stretch.fromMs);
  return stretch.from + share * (stretch.to - stretch.from);
}

const minute = 60_000;
const TICK_STEPS_MS = [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360].map((minutes) => minutes * minute);

/** Instants that are round on a clock `offsetMs` ahead of UTC, about `count` over the whole width, none inside a break. */
export function ticksOf(scale: TimeScale, count: number, offsetMs: number): number[] {
  const drawn = scale.stretches.filter((stretch) => !stretch.isBreak);
  const totalMs = drawn.reduce((sum, stretch) => sum + stretch.toMs - stretch.fromMs, 0);
  const stepMs = TICK_STEPS_MS.find((step) => totalMs / step <= count) ?? 360 * minute;
  return drawn.flatMap((stretch) => {
    const ticks: number[] = [];
    const firstMs = Math.ceil((stretch.fromMs + offsetMs) / stepMs) * stepMs - offsetMs;
    for (let ms = firstMs; ms <= stretch.toMs; ms += stepMs) ticks.push(ms);
    return ticks;
  });
}
