import { Skeleton, Stack } from '@mantine/core';

export function RowSkeletons({ rows, height = 56 }: { rows: number; height?: number }) {
  return (
    <Stack gap="sm">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <Skeleton key={row} height={height} radius="md" />
      ))}
    </Stack>
  );
}
