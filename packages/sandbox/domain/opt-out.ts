export const optOutTypes = ['STOP', 'START', 'HELP'] as const;
export type OptOutType = (typeof optOutTypes)[number];

/** Twilio's default keywords: https://help.twilio.com/articles/223134027 */
const keywords: Readonly<Record<OptOutType, readonly string[]>> = {
  STOP: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE'],
  START: ['START', 'YES', 'UNSTOP'],
  HELP: ['HELP', 'INFO'],
};

/** What Twilio reads in a text by itself: one keyword alone, in any letter case; null for everything else. */
export function optOutTypeOf(text: string): OptOutType | null {
  const word = text.trim().toUpperCase();
  return optOutTypes.find((type) => keywords[type].includes(word)) ?? null;
}
