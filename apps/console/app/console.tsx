import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { messages } from '../messages/en.ts';
import { readersZone } from '../time/wall-clock.ts';
import { Notices } from './notices.tsx';
import { createQueryClient } from './query-client.ts';
import { router } from './router.tsx';
import { SignInGate } from './sign-in-gate.tsx';
import { cssVariables, theme } from './theme.ts';

/** Everything around the pages: looks, words, the server's answers, and the gate. */
export function Console() {
  const [queries] = useState(createQueryClient);
  return (
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <IntlProvider locale="en" messages={messages} timeZone={readersZone()}>
          <QueryClientProvider client={queries}>
            <SignInGate>
              <RouterProvider router={router} />
            </SignInGate>
          </QueryClientProvider>
          <Notices />
        </IntlProvider>
      </MantineProvider>
    </StrictMode>
  );
}
