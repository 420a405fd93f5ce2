import type { TenantId } from '@belfry/kernel/ids';

/** How many messages may leave in a second, by channel; a channel that is absent has no limit. */
export type Rates = Readonly<Record<string, number>>;

/** One limit that a message falls under. */
export interface Limit {
  /** Names the tokens: of a provider, or of one tenant's use of a channel. */
  scope: string;
  perSecond: number;
}

export interface RateFacts {
  channel: string;
  /** Whose server it goes to, where one channel has many; undefined for the channel's own. */
  provider: string | undefined;
  tenantId: TenantId;
  /** Of the installation, for each provider. */
  rates: Rates;
  tenantRates: Rates;
}

export function limitsOn({ channel, provider, tenantId, rates, tenantRates }: RateFacts): Limit[] {
  const limit = (scope: string, { [channel]: perSecond }: Rates) => (perSecond ? [{ scope, perSecond }] : []);
  return [
    ...limit(provider === undefined ? channel : `${channel} ${provider}`, rates),
    ...limit(`${channel} of ${tenantId}`, tenantRates),
  ];
}

/** How many tokens of each scope are wanted; in the order of the scopes, so that whoever locks them does so in one. */
export function tokensWanted(claims: readonly { limits: readonly Limit[] }[]): Wanted[] {
  const total = new Map<string, Wanted>();
  for (const wanted of claims.flatMap(({ limits }) => wantedByOne(limits))) {
    const before = total.get(wanted.scope);
    total.set(wanted.scope, { ...wanted, count: wanted.count + (before?.count ?? 0) });
  }
  return [...total.values()].sort((a, b) => (a.scope < b.scope ? -1 : 1));
}

export type Wanted = Limit & { count: number };

/** A turn that makes more calls than a second has tokens takes all of them: it would never have enough. */
function wantedByOne(limits: readonly Limit[]): Wanted[] {
  return [...Map.groupBy(limits, ({ scope }) => scope)].map(([scope, group]) => {
    const perSecond = Math.min(...group.map((one) => one.perSecond));
    return { scope, perSecond, count: Math.min(group.length, perSecond) };
  });
}

/**
 * Spends the tokens on what comes first. What lacks one token waits whole, and what comes behind it may still go: one
 * tenant's limit is nobody else's.
 */
export function spendTokens<Claim extends { limits: readonly Limit[] }>(
  claims: readonly Claim[],
  granted: ReadonlyMap<string, number>,
): { affordable: Claim[]; waiting: Claim[] } {
  const left = new Map(granted);
  const [affordable, waiting]: [Claim[], Claim[]] = [[], []];
  for (const claim of claims) {
    const wanted = wantedByOne(claim.limits);
    if (wanted.some(({ scope, count }) => count > (left.get(scope) ?? 0))) {
      waiting.push(claim);
      continue;
    }
    for (const { scope, count } of wanted) left.set(scope, (left.get(scope) ?? 0) - count);
    affordable.push(claim);
  }
  return { affordable, waiting };
}
