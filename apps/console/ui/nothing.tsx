import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface NothingProps {
  icon: ReactNode;
  title: string;
  /** What to do next. */
  hint: ReactNode;
  action?: ReactNode;
}

export function Nothing({ icon, title, hint, action }: NothingProps) {
  return (
    <Paper px="lg" py={40} ta="center">
      <Stack align="center" gap="sm">
        <Text c="dimmed" component="span" display="flex">
          {icon}
        </Text>
        <Title order={2}>{title}</Title>
        <Text c="dimmed" size="sm" maw={440}>
          {hint}
        </Text>
        {action}
      </Stack>
    </Paper>
  );
}
