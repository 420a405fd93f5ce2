const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENDED = '\f^{}\\[~]|€';

/**
 * How many segments a text takes on the air (3GPP TS 23.038): 160 septets alone or 153 each when joined, or 70 and 67
 * UTF-16 units as soon as one character lies outside the GSM alphabet; its extension characters take two septets.
 * A pair of units that would straddle two segments is counted as if it could.
 */
export function countSegments(text: string): number {
  let septets = 0;
  for (const char of text) {
    if (GSM_BASIC.includes(char)) septets += 1;
    else if (GSM_EXTENDED.includes(char)) septets += 2;
    else return segments(text.length, 70, 67);
  }
  return segments(septets, 160, 153);
}

function segments(length: number, alone: number, joined: number): number {
  return length <= alone ? 1 : Math.ceil(length / joined);
}
