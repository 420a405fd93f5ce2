import type { Playground } from '@belfry/sdk';
import { createContext, useContext } from 'react';

export type Scene = NonNullable<Playground['scene']>;
export type Resident = Scene['household']['daughter'];

/** What this server tells of the playground, while there is a scene. */
export const PlaygroundContext = createContext<(Playground & { scene: Scene }) | null>(null);

export function usePlayground(): Playground & { scene: Scene } {
  const playground = useContext(PlaygroundContext);
  if (!playground) throw new Error('There is no playground above.');
  return playground;
}

export function useScene(): Scene {
  return usePlayground().scene;
}
