/** What stands before the link to the page on which a message can be answered, by language; English where we know none. */
const words: Readonly<Record<string, string>> = {
  km: 'ឆ្លើយតបនៅទីនេះ៖',
};

const usual = 'Answer here:';

/** @param locale a BCP 47 tag, such as `km-KH` */
export function answerWords(locale: string): string {
  const [language = ''] = locale.toLowerCase().split('-');
  return words[language] ?? usual;
}
