import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Handset } from '../handsets/handset.tsx';
import { threadQuery } from '../handsets/handsets-query.ts';
import classes from './phones.module.css';
import { type Resident, useScene } from './scene-context.ts';

const RING_MS = 2_600;
/** An old telephone, a new one, and one in between. */
const pitches = [1, 1.5, 1.2];

/** The household's phones; each rings when a message from Belfry arrives on it. */
export function Phones({ onRing }: { onRing(pitch: number): void }) {
  const t = useTranslations('playground');
  const { grandmother, daughter, neighbour } = useScene().household;
  return (
    <ul className={classes['phones']} aria-label={t('phones')}>
      {[grandmother, daughter, neighbour].map((resident, index) => (
        <Phone key={resident.personId} resident={resident} onRing={() => onRing(pitches[index] ?? 1)} />
      ))}
    </ul>
  );
}

function Phone({ resident, onRing }: { resident: Resident; onRing(): void }) {
  const { address, name, timeZone } = resident;
  const isRinging = useRinging(address, onRing);
  const place = useRef<HTMLLIElement>(null);
  // On a narrow screen they stand in a row that is wider than it: the one that rings comes to the front.
  useEffect(() => {
    const row = place.current?.parentElement;
    if (isRinging && place.current && row) row.scrollTo({ left: place.current.offsetLeft - row.offsetLeft });
  }, [isRinging]);
  return (
    <li ref={place}>
      <Handset handset={{ address, channel: 'sms', personName: name, timeZone }} compact isRinging={isRinging} />
    </li>
  );
}

/** True for a moment after something has arrived; what had arrived before the page was opened does not ring. */
function useRinging(address: string, onRing: () => void): boolean {
  const { data } = useQuery(threadQuery(address));
  const newest = data && (data.findLast(({ direction }) => direction === 'outbound')?.id ?? null);
  const heard = useRef<string | null | undefined>(undefined);
  const [isRinging, setRinging] = useState(false);
  const ring = useRef(onRing);
  ring.current = onRing;
  useEffect(() => {
    if (newest === undefined) return;
    const isNew = heard.current !== undefined && newest !== null && newest !== heard.current;
    heard.current = newest;
    if (!isNew) return;
    setRinging(true);
    ring.current();
    const timer = setTimeout(() => setRinging(false), RING_MS);
    return () => clearTimeout(timer);
  }, [newest]);
  return isRinging;
}
