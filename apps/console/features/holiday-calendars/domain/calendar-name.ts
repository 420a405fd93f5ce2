/**
 * What a calendar calls itself (X-WR-CALNAME, or NAME by RFC 7986), else its file, without the ending.
 * @returns empty where neither says anything
 */
export function calendarName(ics: string, fileName: string): string {
  const said = /^(?:X-WR-CALNAME|NAME)(?:;[^:\r\n]*)?:(.*)$/im.exec(ics)?.[1]?.trim();
  return said ? said.replace(/\\([,;\\])/g, '$1') : fileName.replace(/\.[^.]*$/, '');
}
