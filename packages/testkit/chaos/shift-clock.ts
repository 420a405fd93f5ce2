/**
 * Preloaded into a program (`--import`): its wall clock is off by CHAOS_CLOCK_SHIFT_MS, as that of a machine whose clock
 * nobody sets. What measures time that passes, `performance` and timers, goes on as on such a machine.
 */
const shiftMs = Number(process.env.CHAOS_CLOCK_SHIFT_MS);
const TrueDate = Date;
const now = () => TrueDate.now() + shiftMs;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new TrueDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});

const instant = () => Temporal.Instant.fromEpochMilliseconds(now());
const zoned = (timeZone: Temporal.TimeZoneLike = Temporal.Now.timeZoneId()) => instant().toZonedDateTimeISO(timeZone);
Object.assign(Temporal.Now, {
  instant,
  zonedDateTimeISO: zoned,
  plainDateTimeISO: (timeZone?: Temporal.TimeZoneLike) => zoned(timeZone).toPlainDateTime(),
  plainDateISO: (timeZone?: Temporal.TimeZoneLike) => zoned(timeZone).toPlainDate(),
  plainTimeISO: (timeZone?: Temporal.TimeZoneLike) => zoned(timeZone).toPlainTime(),
});
