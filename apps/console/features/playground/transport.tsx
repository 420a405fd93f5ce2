import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import {
  IconBell,
  IconBellOff,
  IconMoonStars,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRefresh,
} from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { useKeys } from '../../app/keyboard.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { CopyCurl } from './copy-curl.tsx';
import { advanceMinute, planEvening, resetScene, setClock } from './domain/calls.ts';
import { stopsFrom } from './domain/stops.ts';
import { useScene } from './scene-context.ts';
import classes from './transport.module.css';
import type { Bell } from './use-bell.ts';
import { useCalls } from './use-call.ts';
import type { Player } from './use-player.ts';
import { WallClocks } from './wall-clocks.tsx';

const speeds = ['1', '2', '4'];

interface TransportProps {
  player: Player;
  bell: Bell;
  isOver: boolean;
}

/** Both clocks, and what moves them. */
export function Transport({ player, bell, isOver }: TransportProps) {
  const t = useTranslations('playground');
  const toggle = player.isPlaying ? player.pause : player.play;
  useKeys({ space: () => !isOver && toggle() });
  return (
    <section className={classes['transport']} aria-label={t('transport')}>
      <WallClocks />
      <div className={classes['controls']}>
        {isOver ? (
          <Again onPlay={player.play} />
        ) : (
          <>
            <Button
              className={classes['play'] ?? ''}
              onClick={toggle}
              leftSection={player.isPlaying ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
              rightSection={<KeyHint name={t('space')} />}
            >
              {player.isPlaying ? t('pause') : t('play')}
            </Button>
            <CopyCurl calls={[advanceMinute]} of={t('minuteOn')} />
          </>
        )}
        <SegmentedControl
          size="sm"
          value={String(player.speed)}
          onChange={(value) => player.setSpeed(Number(value))}
          data={speeds.map((value) => ({ value, label: t('times', { speed: value }) }))}
          aria-label={t('speed')}
        />
        <Button
          variant={bell.isOn ? 'default' : 'light'}
          leftSection={bell.isOn ? <IconBell size={16} /> : <IconBellOff size={16} />}
          aria-pressed={bell.isOn}
          onClick={bell.toggle}
        >
          {bell.isOn ? t('soundIsOn') : t('soundOn')}
        </Button>
        <Reset />
      </div>
    </section>
  );
}

/** The clock cannot go back: another evening is the next one. */
function Again({ onPlay }: { onPlay(): void }) {
  const t = useTranslations('playground');
  const { grandmother, daughter, policyId } = useScene().household;
  const nowMs = useNowMs();
  const calls = useCalls();
  const evening = stopsFrom(nowMs, { grandmother: grandmother.timeZone, daughter: daughter.timeZone }).find(
    ({ kind }) => kind === 'evening',
  );
  if (!evening) return null;
  const next = [planEvening(grandmother, policyId, evening.atMs), setClock(evening.startMs)];
  // A promise, not a callback of the mutation: this button is gone as soon as the evening is planned.
  const again = () => calls.mutateAsync(next).then(onPlay, () => {});
  return (
    <>
      <Button leftSection={<IconMoonStars size={16} />} loading={calls.isPending} onClick={again}>
        {t('again')}
      </Button>
      <CopyCurl calls={next} of={t('again')} />
    </>
  );
}

function Reset() {
  const t = useTranslations('playground');
  const calls = useCalls();
  return (
    <>
      <Tooltip label={t('resetWhy')}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('reset')}
          loading={calls.isPending}
          onClick={() => calls.mutate([resetScene])}
        >
          <IconRefresh size={18} />
        </ActionIcon>
      </Tooltip>
      <CopyCurl calls={[resetScene]} of={t('reset')} />
    </>
  );
}
