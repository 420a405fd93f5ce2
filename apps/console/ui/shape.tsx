import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';

/** Each tone has a shape of its own, so that it reads without colour too. Drawn in 12 × 12, in `currentColor`. */
const shapes: Record<Tone, ReactNode> = {
  planned: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.6" />,
  open: (
    <>
      <circle cx="6" cy="6" r="5.25" fill="none" stroke="currentColor" strokeWidth="1" opacity="0.55" />
      <circle cx="6" cy="6" r="3" fill="currentColor" />
    </>
  ),
  gone: <path d="M1.5 2.3v7.4c0 .4.4.6.7.4l8-3.7a.45.45 0 0 0 0-.8l-8-3.7c-.3-.2-.7 0-.7.4z" fill="currentColor" />,
  answered: (
    <path
      fillRule="evenodd"
      d="M6 .7a5.3 5.3 0 1 0 0 10.6A5.3 5.3 0 0 0 6 .7zm2.9 4L5.6 8.3a.75.75 0 0 1-1.1 0L3.1 6.9a.75.75 0 0 1 1.1-1.06l.83.83 2.78-2.97A.75.75 0 0 1 8.9 4.7z"
      fill="currentColor"
    />
  ),
  failed: (
    <path
      fillRule="evenodd"
      d="M6.9 1.3a1 1 0 0 0-1.8 0L.7 9.7A1 1 0 0 0 1.6 11.2h8.8a1 1 0 0 0 .9-1.5L6.9 1.3zM5.25 4.5a.75.75 0 0 1 1.5 0v2a.75.75 0 0 1-1.5 0zm.75 5a.9.9 0 1 1 0-1.8.9.9 0 0 1 0 1.8z"
      fill="currentColor"
    />
  ),
  quiet: (
    <>
      <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M3.9 6h4.2" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  unknown: (
    <>
      <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="none" stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round" />
      <path d="M3.4 6.8 6.8 3.4M5.2 8.6l3.4-3.4" stroke="currentColor" strokeWidth="1.2" />
    </>
  ),
};

export function Shape({ tone, size = 12 }: { tone: Tone; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {shapes[tone]}
    </svg>
  );
}
