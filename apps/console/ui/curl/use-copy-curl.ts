import { useClipboard } from '@mantine/hooks';
import { useWorld } from '../../app/api.ts';
import { curlText } from './domain/curl-text.ts';
import { type ApiCall, recordCalls } from './record-calls.ts';

/** Copies what an action would send to the Belfry that is looked at, as it stands when it is asked for. */
export function useCopyCurl() {
  const { baseUrl, key } = useWorld();
  const { copied, copy } = useClipboard();
  return {
    /** For a moment. */
    isCopied: copied,
    copyCurl: async (call: ApiCall) =>
      copy(curlText(await recordCalls(call, window.location.origin + baseUrl), key ?? undefined)),
  };
}
