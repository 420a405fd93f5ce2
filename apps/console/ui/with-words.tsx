import type { FunctionComponent } from 'react';
import { type AbstractIntlMessages, IntlProvider, useLocale, useMessages } from 'use-intl';

/** A component with words that come with it, and not with the first load. */
export function withWords<Props extends object>(
  words: AbstractIntlMessages,
  Component: FunctionComponent<Props>,
): FunctionComponent<Props> {
  return function WithWords(props) {
    return (
      <IntlProvider locale={useLocale()} messages={{ ...useMessages(), ...words }}>
        <Component {...props} />
      </IntlProvider>
    );
  };
}
