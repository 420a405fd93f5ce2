import { useTranslations } from 'use-intl';
import { Shape } from './shape.tsx';
import classes from './state-mark.module.css';
import { toneOf } from './tone.ts';

interface StateMarkProps {
  /** A word of the API: the state of an occurrence or schedule, the status of an attempt. */
  state: string;
  /** Without the pill, for use within a line. */
  plain?: boolean;
}

/** State = colour + shape + word, the same everywhere. */
export function StateMark({ state, plain = false }: StateMarkProps) {
  const tone = toneOf(state);
  return (
    <span className={classes['mark']} data-tone={tone} data-plain={plain || undefined}>
      <span className={classes['shape']}>
        <Shape tone={tone} />
      </span>
      {useStateWord()(state)}
    </span>
  );
}

/** The catalogue's word for a state; the API's own where a newer server has one that the catalogue lacks. */
export function useStateWord(): (state: string) => string {
  const t = useTranslations('state');
  return (state) => {
    const key = state as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : state;
  };
}
