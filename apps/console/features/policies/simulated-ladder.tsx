import type { Simulation, SimulationDraft } from '@belfry/sdk';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { toPreview } from './domain/to-preview.ts';
import classes from './ladder.module.css';
import { simulationQuery } from './simulation-query.ts';
import { TurnRung } from './turn-rung.tsx';

interface SimulatedLadderProps {
  draft: SimulationDraft;
  label: string;
}

/** «What happens if nobody answers», rung by rung, with quiet hours and with what would not get through. */
export function SimulatedLadder({ draft, label }: SimulatedLadderProps) {
  const simulation = useQuery(simulationQuery(draft));
  return (
    <Loaded query={simulation} skeleton={<LadderSkeleton />}>
      {(found) => <Turns simulation={found} label={label} />}
    </Loaded>
  );
}

function Turns({ simulation, label }: { simulation: Simulation; label: string }) {
  const t = useTranslations('simulation');
  const { turns, left } = toPreview(simulation);
  return (
    <Stack gap="sm">
      <ol className={classes['ladder']} aria-label={label}>
        {turns.map((turn, index) => (
          <TurnRung key={turn.key} turn={turn} leftBefore={index === turns.length - 1 ? left : 0} />
        ))}
      </ol>
      {!simulation.isComplete && (
        <Text size="sm" c="dimmed">
          {t('cut')}
        </Text>
      )}
    </Stack>
  );
}

function LadderSkeleton() {
  return (
    <Stack gap="md">
      <Skeleton height={20} width="80%" />
      <Skeleton height={20} width="70%" />
      <Skeleton height={20} width="75%" />
    </Stack>
  );
}
