import { useTranslations } from 'use-intl';
import classes from './engine-mark.module.css';
import { usePlayground } from './scene-context.ts';

/** Whether the engine's process lives, and how often it has been killed. */
export function EngineMark() {
  const t = useTranslations('playground.engine');
  const { engine, engineKills: kills } = usePlayground();
  return (
    <span className={classes['mark']} data-state={engine} role="status">
      <span className={classes['dot']} aria-hidden="true" />
      {t(engine)}
      {kills > 0 && ` · ${t('kills', { kills })}`}
    </span>
  );
}
