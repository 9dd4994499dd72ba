/** The key in an Authorization header: `Bearer <key>`, or for browsers `Basic` with the key as the password. */
export function presentedApiKey(authorization: string | undefined): string | null {
  const [scheme = '', credentials = ''] = (authorization ?? '').split(' ');
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return credentials === '' ? null : credentials;
    case 'basic': {
      const password = Buffer.from(credentials, 'base64').toString().split(':').slice(1).join(':');
      return password === '' ? null : password;
    }
    default:
      return null;
  }
}
