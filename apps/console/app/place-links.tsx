import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useMe } from './me.ts';
import { places } from './places.ts';
import classes from './shell.module.css';

/** `compact`: the short names, for the bar under the thumb. */
export function PlaceLinks({ compact = false }: { compact?: boolean }) {
  const t = useTranslations('place');
  const isSandbox = useMe().channels === 'sandbox';
  return (
    <ul className={classes['places']}>
      {places
        .filter((place) => isSandbox || !place.sandboxOnly)
        .map((place) => (
          <li key={place.to}>
            <Link
              to={place.to}
              className={classes['place']}
              activeOptions={{ exact: place.to === '/' }}
              activeProps={{ 'aria-current': 'page' }}
            >
              <place.icon size={20} stroke={1.6} aria-hidden="true" />
              <span>{t(compact ? place.short : place.label)}</span>
            </Link>
          </li>
        ))}
    </ul>
  );
}
