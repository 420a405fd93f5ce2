import { useLocale, useTranslations } from 'use-intl';
import { SearchSelect } from '../../ui/search-select.tsx';

/** Common ones, by name; another tag that a person has already stays as it is. */
const usual = [
  ...['ar', 'bn', 'cs', 'da', 'de', 'el', 'en', 'en-AU', 'en-GB', 'en-IN', 'en-US', 'es', 'es-MX', 'fa', 'fi', 'fr'],
  ...['fr-CA', 'he', 'hi', 'hu', 'id', 'it', 'ja', 'km', 'ko', 'lo', 'ms', 'my', 'nb', 'nl', 'pl', 'pt', 'pt-BR'],
  ...['ro', 'ru', 'sv', 'sw', 'ta', 'th', 'tl', 'tr', 'uk', 'ur', 'vi', 'zh', 'zh-TW'],
];

interface LocaleSelectProps {
  value: string;
  /** Empty: none has been chosen. */
  onChange(locale: string): void;
  error?: string | undefined;
}

export function LocaleSelect({ value, onChange, error }: LocaleSelectProps) {
  const t = useTranslations('person');
  const names = new Intl.DisplayNames(useLocale(), { type: 'language' });
  const tags = value === '' || usual.includes(value) ? usual : [value, ...usual];
  return (
    <SearchSelect
      label={t('locale')}
      description={t('localeHint')}
      data={tags.map((tag) => ({ value: tag, label: names.of(tag) ?? tag }))}
      value={value || null}
      nothingFoundMessage={t('noLocale')}
      error={error}
      onChange={(locale) => onChange(locale ?? '')}
    />
  );
}
