import type { Occurrence } from '@belfry/sdk';
import { Table } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { formatDate, formatOffset, formatTime, zoneCity } from '../../time/format-instant.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './nights.module.css';
import { useScene } from './scene-context.ts';

/** How many nights stand beside each other: one before the clocks change, that one, and one after. */
const NIGHTS = 3;

/** The nights over which London's clocks changed: the same half past one, and when it really was, on both clocks. */
export function Nights({ occurrences }: { occurrences: readonly Occurrence[] }) {
  const t = useTranslations('playground.nights');
  const locale = useLocale();
  const { grandmother, daughter } = useScene().household;
  const zone = daughter.timeZone;
  const nights = occurrences
    .filter(({ localTime, state }) => localTime !== null && state !== 'planned')
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))
    .slice(-NIGHTS);
  if (nights.length === 0) return null;
  const shifts = nights.map(({ dueAt }) => formatOffset(Date.parse(dueAt), zone));
  const goesForward = shifts[0] === 'UTC';
  return (
    <section className={classes['nights']} aria-labelledby="nights">
      <h2 id="nights">{t('title')}</h2>
      <p>{t(goesForward ? 'gap' : 'overlap')}</p>
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table withRowBorders={false} verticalSpacing={4} horizontalSpacing={0}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('night')}</Table.Th>
              <Table.Th>{zoneCity(zone)}</Table.Th>
              <Table.Th>{zoneCity(grandmother.timeZone)}</Table.Th>
              <Table.Th>{t('state')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {nights.map(({ id, dueAt, state }) => {
              const ms = Date.parse(dueAt);
              return (
                <Table.Tr key={id}>
                  <Table.Td>{formatDate(ms, zone, locale, ms)}</Table.Td>
                  <Table.Td>
                    <strong>{formatTime(ms, zone, locale)}</strong> {formatOffset(ms, zone)}
                  </Table.Td>
                  <Table.Td>
                    {formatTime(ms, grandmother.timeZone, locale)} {formatOffset(ms, grandmother.timeZone)}
                  </Table.Td>
                  <Table.Td>
                    <StateMark state={state} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
