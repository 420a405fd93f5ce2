/**
 * Whether a request that carries a session cookie and changes something was made by our own pages (OWASP, "Verifying
 * Origin"). Every browser names the origin on POST, PUT, PATCH and DELETE, same-origin ones too; a request without
 * the header is refused, since a program has no business with a cookie and uses a key.
 * @param publicUrl the address the console is reached at (BELFRY_URL)
 */
export function isTrustedOrigin(headers: Headers, publicUrl: string): boolean {
  return headers.get('origin') === new URL(publicUrl).origin;
}
