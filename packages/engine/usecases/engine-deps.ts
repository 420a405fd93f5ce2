import type { Channel } from '@belfry/channels';
import type { Clock } from '@belfry/kernel/clock';
import type { FaultHook } from '@belfry/kernel/fault';
import type { ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import type { Lane } from '../domain/lane.ts';
import type { TurnKind } from '../domain/occurrence.ts';
import type { Rates } from '../domain/rates.ts';
import type { Partitions } from '../store/partitions/pg-partitions.ts';
import type { Authors } from './author.ts';
import type { Providers } from './sending/providers.ts';

/** What the engine's use cases take; composed once in apps/server. */
export interface EngineDeps {
  /** Of the engine's role: it serves all tenants. */
  pool: pg.Pool;
  clock: Clock;
  partitions: Partitions;
  channels: ReadonlyMap<string, Channel>;
  /** What this process knows of those behind the channels. */
  providers: Providers;
  authors: Authors;
  /** How many messages a second each provider takes, by channel. */
  rates: Rates;
  /** Of what contact points hold. */
  sealer: Sealer;
  /** Signs the attempt keys in callback URLs. */
  secret: string;
  /** Where providers reach us, without a trailing slash. */
  publicUrl: string;
  /** The longest a provider's answer is waited for. */
  providerTimeoutMs: number;
  fault: FaultHook;
  /** Something of an occurrence changed that a reader may want to see. */
  onChange(tenantId: TenantId, occurrenceId: string): void;
  onScheduleChange(tenantId: TenantId, scheduleId: ScheduleId): void;
  onError(error: unknown, doing: string): void;
  observe: EngineObserver;
}

export interface ClaimObserved {
  kind: TurnKind;
  isFirst: boolean;
  isMissed: boolean;
  /** Tells tenants with much due apart. */
  lane: Lane;
  /** One entry for each contact that is going to be made. */
  channels: string[];
  /** Against the instant it was due; or, where it was asked for later, that. */
  latenessMs: number;
}

/** What the engine counts; the metrics of it are composed in apps/server. */
export interface EngineObserver {
  claimed(turn: ClaimObserved): void;
  outcome(outcome: OutcomeObserved): void;
}

/** An attempt came to this status. */
export interface OutcomeObserved {
  channel: string;
  status: string;
  /** Of its turn; null where a provider tells of it afterwards. */
  lane: Lane | null;
  /** When a provider has taken it, against the instant at which its turn was to be; else null. */
  latenessMs: number | null;
}
