import { useIsMutating } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type Sending, sendingKey } from './sending.ts';

/** Within the console a file goes on being sent, whatever page is shown; a tab that is closed breaks it off, and asks before. */
export function UploadGuard() {
  const uploads = useIsMutating({
    mutationKey: sendingKey,
    // Of one that is only tried nothing would be lost.
    predicate: ({ state }) => (state.variables as Sending | undefined)?.isDryRun === false,
  });
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: uploads > 0 });
  return null;
}
