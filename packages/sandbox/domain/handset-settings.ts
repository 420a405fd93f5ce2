import { AppError } from '@belfry/kernel/app-error';

/** Who holds the handset: `person` does nothing by itself, somebody has to reply for it. */
export type Persona = (typeof personas)[number];
export const personas = ['person'] as const;

/** What goes wrong on the way to this handset. */
export interface Chaos {
  /**
   * The next so many messages are recorded and delivered, but whoever sent them learns nothing of it: their request is
   * never answered and no status callback is made, so that only a look-up can tell.
   */
  acceptThenHang?: number;
}

export interface HandsetSettings {
  persona?: Persona;
  chaos?: Chaos;
}

const chaosKeys: readonly string[] = ['acceptThenHang'] satisfies readonly (keyof Chaos)[];

/** @throws AppError kind `validation`, its issue naming the field */
export function parseHandsetSettings(input: { persona?: unknown; chaos?: unknown }): HandsetSettings {
  const settings: HandsetSettings = {};
  if (input.persona !== undefined) settings.persona = parsePersona(input.persona);
  if (input.chaos !== undefined) settings.chaos = parseChaos(input.chaos);
  return settings;
}

function parsePersona(value: unknown): Persona {
  const persona = personas.find((known) => known === value);
  if (!persona) throw invalid('persona', `Expected one of: ${personas.join(', ')}.`);
  return persona;
}

function parseChaos(value: unknown): Chaos {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('chaos', 'Expected an object.');
  const unknownKey = Object.keys(value).find((key) => !chaosKeys.includes(key));
  if (unknownKey !== undefined) throw invalid(`chaos.${unknownKey}`, `Expected one of: ${chaosKeys.join(', ')}.`);
  const { acceptThenHang } = value as Record<keyof Chaos, unknown>;
  if (acceptThenHang === undefined) return {};
  if (typeof acceptThenHang !== 'number' || !Number.isSafeInteger(acceptThenHang) || acceptThenHang < 0) {
    throw invalid('chaos.acceptThenHang', 'Expected a whole number of messages, 0 or more.');
  }
  return { acceptThenHang };
}

function invalid(path: string, message: string): AppError {
  return new AppError({
    code: 'sandbox.invalid-handset',
    kind: 'validation',
    message: `The handset's settings are not valid: ${path}`,
    issues: [{ path, message }],
  });
}
