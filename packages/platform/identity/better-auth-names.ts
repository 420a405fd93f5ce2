/** In front of every cookie's name; `__Secure-` stands before it where the public address is https. */
export const cookiePrefix = 'belfry';
/** In front of every API key, so that secret scanners and people recognise one. */
export const keyPrefix = 'bf_';
