import { type FunctionComponent, useMemo } from 'react';
import { type AbstractIntlMessages, IntlProvider, useLocale, useMessages } from 'use-intl';

/** A component with words that come with it, and not with the first load. */
export function withWords<Props extends object>(
  words: AbstractIntlMessages,
  Component: FunctionComponent<Props>,
): FunctionComponent<Props> {
  return function WithWords(props) {
    const others = useMessages();
    const messages = useMemo(() => ({ ...others, ...words }), [others]);
    return (
      <IntlProvider locale={useLocale()} messages={messages}>
        <Component {...props} />
      </IntlProvider>
    );
  };
}
