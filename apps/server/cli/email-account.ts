import type { Config } from '@belfry/platform/config';

/** Of the provider of email that is chosen. */
export function emailAccount({ email, smtp, sendgrid }: Config): {
  isThere: boolean;
  provider: string;
  variables: string;
} {
  if (email.provider === 'vendor') {
    return { isThere: email.vendorUrl !== null, provider: 'a vendor’s API', variables: 'EMAIL_VENDOR_URL' };
  }
  if (email.provider === 'sendgrid') {
    return {
      isThere: sendgrid.account !== null,
      provider: 'SendGrid',
      variables: 'SENDGRID_API_KEY and SENDGRID_FROM',
    };
  }
  const isThere = smtp.url !== null && smtp.from !== null;
  return { isThere, provider: 'SMTP', variables: 'SMTP_URL and SMTP_FROM' };
}
