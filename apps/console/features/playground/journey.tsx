import { Button, Slider } from '@mantine/core';
import { IconMoon, IconSunrise } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatDate, formatTime } from '../../time/format-instant.ts';
import { CopyCurl } from './copy-curl.tsx';
import { planEvening, planMorning, planNight, setClock } from './domain/calls.ts';
import type { Call } from './domain/curl.ts';
import { type Stop, stopsFrom } from './domain/stops.ts';
import classes from './journey.module.css';
import { type Scene, useScene } from './scene-context.ts';
import { useCalls } from './use-call.ts';

const HOUR_MS = 3_600_000;

/** Takes the scene through time: with the slider from stop to stop, or to a stop by its name. Never back. */
export function Journey({ onLeave }: { onLeave(): void }) {
  const t = useTranslations('playground');
  const locale = useLocale();
  const nowMs = useNowMs();
  const scene = useScene();
  const calls = useCalls();
  const { grandmother, daughter } = scene.household;
  const stops = stopsFrom(nowMs, { grandmother: grandmother.timeZone, daughter: daughter.timeZone });
  const [at, setAt] = useState(0);
  const zoneOf = (stop: Stop) => (stop.kind === 'evening' ? grandmother.timeZone : daughter.timeZone);
  const words = (stop: Stop) => t(`stop.${stop.kind}`);
  const go = (stop: Stop) => {
    onLeave();
    calls.mutate(callsTo(stop, scene), { onSettled: () => setAt(0) });
  };
  const named = (kind: Stop['kind']) => stops.find((stop) => stop.kind === kind);
  const tomorrow = named('tomorrow');
  const night = stops.find(isNight);
  return (
    <section className={classes['journey']} aria-labelledby="journey">
      <h2 id="journey">{t('journey')}</h2>
      <Slider
        className={classes['slider'] ?? ''}
        min={0}
        max={stops.length}
        step={1}
        value={at}
        onChange={setAt}
        onChangeEnd={(value) => {
          const stop = stops[value - 1];
          if (stop) go(stop);
        }}
        disabled={calls.isPending}
        label={null}
        thumbLabel={t('journey')}
        thumbProps={{ 'aria-valuetext': at === 0 ? t('now') : words(stops[at - 1] as Stop) }}
        marks={[
          { value: 0, label: t('now') },
          ...stops.map((stop, index) => ({
            value: index + 1,
            label: (
              <span className={classes['mark']}>
                {words(stop)}
                <small>
                  {formatDate(stop.atMs, zoneOf(stop), locale, nowMs)}
                  {isNight(stop) ? '' : `, ${formatTime(stop.atMs, zoneOf(stop), locale)}`}
                </small>
              </span>
            ),
          })),
        ]}
      />
      <div className={classes['stops']}>
        {tomorrow && (
          <Jump
            label={t('tomorrow')}
            icon={<IconSunrise size={16} />}
            calls={callsTo(tomorrow, scene)}
            onClick={() => go(tomorrow)}
            busy={calls.isPending}
          />
        )}
        {night && (
          <Jump
            label={t('overTheNight')}
            icon={<IconMoon size={16} />}
            calls={callsTo(night, scene)}
            onClick={() => go(night)}
            busy={calls.isPending}
          />
        )}
      </div>
    </section>
  );
}

function isNight({ kind }: Stop): boolean {
  return kind === 'gap' || kind === 'overlap';
}

interface JumpProps {
  label: string;
  icon: React.ReactNode;
  calls: readonly Call[];
  onClick(): void;
  busy: boolean;
}

function Jump({ label, icon, calls, onClick, busy }: JumpProps) {
  return (
    <span className={classes['jump']}>
      <Button variant="default" leftSection={icon} loading={busy} onClick={onClick}>
        {label}
      </Button>
      <CopyCurl calls={calls} of={label} />
    </span>
  );
}

/** A reminder is planned where there is none yet, for each stop what belongs to it, and then the clock goes there. */
function callsTo(stop: Stop, { household: { grandmother, daughter, policyId } }: Scene): Call[] {
  switch (stop.kind) {
    case 'evening':
      return [planEvening(grandmother, policyId, stop.atMs), setClock(stop.startMs)];
    case 'tomorrow':
      return [planMorning(daughter, stop.atMs), setClock(stop.atMs)];
    default:
      // The night before is planned from its afternoon on, so that three nights can be compared.
      return [setClock(stop.atMs - 36 * HOUR_MS), planNight(daughter), setClock(stop.atMs + 26 * HOUR_MS)];
  }
}
