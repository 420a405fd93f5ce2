import { useBlocker } from '@tanstack/react-router';

/** Within the console a file goes on being sent, whatever page is shown; a tab that is closed breaks it off, and asks before. */
export function UploadGuard({ isUploading }: { isUploading: boolean }) {
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: isUploading });
  return null;
}
