/** Who lives in the scene; addresses are reserved numbers, and everything about them is simulated. */
export interface Resident {
  personId: string;
  name: string;
  address: string;
  timeZone: string;
}

export interface Household {
  grandmother: Resident;
  daughter: Resident;
  neighbour: Resident;
  policyId: string;
}

/** A whole Belfry with a database of its own; `reset` makes another. */
export interface Scene {
  number: number;
  /** Where its API answers, on this machine alone. */
  baseUrl: string;
  /** Of its only organisation; it opens nothing but this scene. */
  key: string;
  /** Of the owner of its database, direct. */
  databaseUrl: string;
  household: Household;
}

/** What is being done until a scene can be played, in this order. */
export const preparations = ['database', 'programs', 'household'] as const;
export type Preparation = (typeof preparations)[number];

export type EngineState = 'starting' | 'running' | 'dead';

/** What the host of a playground tells about it; each change is told anew, whole. */
export interface PlaygroundState {
  phase: 'idle' | 'starting' | 'ready' | 'failed';
  doing: Preparation | null;
  /** Why it failed, in words. */
  problem: string | null;
  engine: EngineState;
  /** How often the engine of this scene has been killed. */
  engineKills: number;
  scene: Scene | null;
}

export const idle: PlaygroundState = {
  phase: 'idle',
  doing: null,
  problem: null,
  engine: 'starting',
  engineKills: 0,
  scene: null,
};

/** A host says how it fares, or what went wrong and was mended. */
export type HostReport = { state: PlaygroundState } | { problem: string };

export type HostCommand = 'kill-engine' | 'reset' | 'stop';

/** Said to a host that will not be asked for a second scene. */
export const onlyOne = 'only-one';
