import { UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from './me.ts';
import { type Place, places } from './places.ts';
import classes from './shell.module.css';

const MorePlacesMenu = lazy(() =>
  import('./more-places-menu.tsx').then(({ MorePlacesMenu: menu }) => ({ default: menu })),
);

function usePlaces(): Place[] {
  const isSandbox = useMe().channels === 'sandbox';
  return places.filter((place) => isSandbox || !place.sandboxOnly);
}

export function PlaceLinks() {
  return (
    <ul className={classes['places']}>
      {usePlaces().map((place) => (
        <PlaceLink key={place.to} place={place} name="label" />
      ))}
    </ul>
  );
}

/** The bar under the thumb: what is needed on the way, and a menu with the rest. */
export function ThumbLinks() {
  const known = usePlaces();
  return (
    <ul className={classes['places']}>
      {known
        .filter((place) => place.isAtThumb)
        .map((place) => (
          <PlaceLink key={place.to} place={place} name="short" />
        ))}
      <MorePlaces others={known.filter((place) => !place.isAtThumb)} />
    </ul>
  );
}

function PlaceLink({ place, name }: { place: Place; name: 'label' | 'short' }) {
  const t = useTranslations('place');
  return (
    <li>
      <Link
        to={place.to}
        className={classes['place']}
        // Holiday calendars are a place of their own.
        activeOptions={{ exact: place.to === '/' || place.to === '/settings' }}
        activeProps={{ 'aria-current': 'page' }}
      >
        <place.icon size={20} stroke={1.6} aria-hidden="true" />
        <span>{t(place[name])}</span>
      </Link>
    </li>
  );
}

/** Its menu is loaded when it is opened. */
function MorePlaces({ others }: { others: readonly Place[] }) {
  const t = useTranslations('place');
  const path = useLocation({ select: (location) => location.pathname });
  const [isWanted, { open }] = useDisclosure(false);
  const isHere = others.some((place) => path.startsWith(place.to));
  const button = (
    <UnstyledButton
      className={classes['place'] ?? ''}
      aria-current={isHere ? 'page' : undefined}
      aria-haspopup="menu"
      onClick={open}
    >
      <IconDots size={20} stroke={1.6} aria-hidden="true" />
      <span>{t('more')}</span>
    </UnstyledButton>
  );
  return (
    <li>
      {isWanted ? (
        <Suspense fallback={button}>
          <MorePlacesMenu others={others} isHere={isHere} />
        </Suspense>
      ) : (
        button
      )}
    </li>
  );
}
