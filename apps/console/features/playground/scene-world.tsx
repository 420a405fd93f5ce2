import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, Suspense, useState } from 'react';
import { enterPlayground } from '../../app/api.ts';
import { ClockProvider } from '../../app/clock.tsx';
import { LiveProvider } from '../../app/live.tsx';
import { createQueryClient } from '../../app/query-client.ts';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';

/** Below it every component of the console shows the playground: its answers, its clock, its stream. */
export function SceneWorld({ sceneKey, children }: { sceneKey: string; children: ReactNode }) {
  const [queries] = useState(() => {
    const client = createQueryClient();
    enterPlayground(client, sceneKey);
    return client;
  });
  return (
    <QueryClientProvider client={queries}>
      <Suspense fallback={<RowSkeletons rows={2} height={280} />}>
        <ClockProvider>
          <LiveProvider>{children}</LiveProvider>
        </ClockProvider>
      </Suspense>
    </QueryClientProvider>
  );
}
