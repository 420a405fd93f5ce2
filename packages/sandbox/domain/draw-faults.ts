import { hashParts } from '@belfry/kernel/ids';
import {
  type Chaos,
  chaosDefaults,
  type Fault,
  type LostAnswer,
  lostAnswers,
  type Refusal,
  refusals,
} from './chaos.ts';

/** What goes wrong with one message or call. */
export interface Struck {
  faults: Fault[];
  /** ISO 8601, with `delayCallbacks`. */
  callbackDelay?: string;
}

interface Draw {
  seed: string;
  address: string;
  /** Which of the address's draws it is, from 1. */
  ordinal: number;
  /** The handset's own settings stand before the network's, fault by fault. */
  own: Chaos;
  network: Chaos;
  /** `call`: something sent to the network. `reply`: something a person sent, which only its webhooks can suffer for. */
  of: 'call' | 'reply';
  hasCallbacks: boolean;
}

export interface Drawn {
  struck: Struck;
  refusal: Refusal | null;
  lostAnswer: LostAnswer | null;
  /** null: what refuses does not say. */
  retryAfterSeconds: number | null;
  /** 0: not slow. Real time. */
  slowMs: number;
  /** The settings with what was used up; the same objects where nothing was. */
  own: Chaos;
  network: Chaos;
}

/**
 * Draws what goes wrong. It depends on the arguments alone, so the same seed and the same sequence of messages to an
 * address meet the same faults, in whichever process. Of the refusals one strikes at the most, and of the lost answers;
 * what a refused call would have met later is neither drawn nor used up.
 */
export function drawFaults(draw: Draw): Drawn {
  let { own, network } = draw;
  const strikes = (fault: Fault): boolean => {
    const isOwn = own[fault] !== undefined;
    const rate = isOwn ? own[fault] : network[fault];
    if (rate === undefined || rate === 0) return false;
    if (typeof rate === 'number' && Number.isInteger(rate)) {
      if (isOwn) own = { ...own, [fault]: rate - 1 };
      else network = { ...network, [fault]: rate - 1 };
      return true;
    }
    return fraction(draw, fault) < (typeof rate === 'number' ? rate : rate.probability);
  };
  const setting = <K extends keyof typeof chaosDefaults>(key: K) => own[key] ?? network[key] ?? chaosDefaults[key];

  const isCall = draw.of === 'call';
  const isSlow = isCall && strikes('slow');
  const refusal = isCall ? (refusals.find(strikes) ?? null) : null;
  const lostAnswer = isCall && !refusal ? (lostAnswers.find(strikes) ?? null) : null;
  const hasCallbacks = draw.hasCallbacks && !refusal && lostAnswer !== 'acceptThenHang';
  const ofWebhooks = hasCallbacks ? drawForWebhooks(strikes, isCall) : [];
  const faults = [isSlow ? ('slow' as const) : null, refusal, lostAnswer, ...ofWebhooks];
  const struck: Struck = { faults: faults.filter((fault) => fault !== null) };
  if (struck.faults.includes('delayCallbacks')) struck.callbackDelay = setting('callbackDelay');
  return {
    struck,
    refusal,
    lostAnswer,
    retryAfterSeconds:
      refusal === 'serverError'
        ? (own.retryAfterSeconds ?? network.retryAfterSeconds ?? null)
        : setting('retryAfterSeconds'),
    slowMs: isSlow ? setting('slowMs') : 0,
    own,
    network,
  };
}

function drawForWebhooks(strikes: (fault: Fault) => boolean, isCall: boolean): Fault[] {
  if (strikes('dropCallbacks')) return ['dropCallbacks'];
  const others: Fault[] = ['duplicateCallbacks', 'delayCallbacks', 'forgeCallbacks'];
  return [...others, ...(isCall ? (['reorderCallbacks'] as const) : [])].filter(strikes);
}

/** From 0 up to but not including 1, in steps of 2⁻⁴⁸. */
function fraction({ seed, address, ordinal }: Draw, fault: Fault): number {
  const bytes = hashParts(['chaos', seed, address, String(ordinal), fault]);
  return bytes.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48;
}
