import { type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { lookupAddresses, type LookupAddresses } from './lookup-addresses';
import { type AddressRange, isAllowedAddress } from './target-address';

/** What a receiver's URL may be. The default for production is https and an empty allow-list. */
export interface TargetPolicy {
  /** Dangerous: sends messages in the clear. For the sandbox. */
  readonly allowHttp: boolean;
  /** Networks that may be called although they are not public. */
  readonly allowedRanges: readonly AddressRange[];
}

const SENTENCES = {
  'url-invalid': 'The webhook URL is not valid. Give a full URL such as https://example.com/webhooks.',
  'url-too-long': 'The webhook URL is too long. Use at most 2048 characters.',
  'https-required': 'The webhook URL is not https. Use an https:// URL.',
  'credentials-not-allowed':
    'The webhook URL contains a user name or a password. Remove them and check the signature of the message instead.',
  'fragment-not-allowed': 'The webhook URL contains a fragment. Remove the "#" and what follows it.',
  'trailing-dot-not-allowed': 'The host of the webhook URL ends with a dot. Remove the dot.',
  'target-not-allowed':
    'The webhook URL leads to an address that is not public. Use a host all of whose addresses are public.',
  'dns-failed': 'The host of the webhook URL does not resolve. Check its name and its DNS records.',
} as const;

const MAX_URL_LENGTH = 2048;

export type TargetUrlErrorCode = keyof typeof SENTENCES;

/** Why a URL may not receive webhooks. The message tells its owner what to do; it does not contain the URL. */
export class TargetUrlError extends Error {
  override readonly name = 'TargetUrlError';

  constructor(
    readonly code: TargetUrlErrorCode,
    options?: ErrorOptions,
  ) {
    super(SENTENCES[code], options);
  }
}

/**
 * The URL in the form in which it is to be stored and called, if its text alone does not rule it out. Names are not
 * resolved: call `resolveTarget` with the host as well.
 *
 * @throws {TargetUrlError} with any code but `dns-failed`
 */
export function checkTargetUrl(text: string, policy: TargetPolicy): URL {
  if (text.length > MAX_URL_LENGTH) throw new TargetUrlError('url-too-long');
  // The URL parser drops spaces, tabs and line breaks; what is stored must be what its owner sees.
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) throw new TargetUrlError('url-invalid');
  // The parser also turns 2130706433, 0x7f000001, 0177.0.0.1 and 127.1 into 127.0.0.1.
  const url = new URL(text);
  checkScheme(url, policy);
  if (url.username !== '' || url.password !== '') throw new TargetUrlError('credentials-not-allowed');
  if (text.includes('#')) throw new TargetUrlError('fragment-not-allowed');
  checkHost(url.hostname, policy);
  return url;
}

/**
 * Every address of the host, provided that all of them may be called: with one private address among public ones, which
 * of them is called would be up to chance, or to whoever runs the DNS zone.
 *
 * @param hostname a name or an IP literal, with or without the brackets of `URL.hostname`
 * @throws {TargetUrlError} `target-not-allowed` or `dns-failed`
 */
export async function resolveTarget(
  hostname: string,
  policy: Pick<TargetPolicy, 'allowedRanges'>,
  lookup: LookupAddresses = lookupAddresses,
): Promise<readonly LookupAddress[]> {
  const literal = withoutBrackets(hostname);
  const family = isIP(literal);
  const answers = family === 0 ? await lookupTarget(hostname, lookup) : [{ address: literal, family }];
  if (!answers.every(({ address }) => isAllowedAddress(address, policy.allowedRanges))) {
    throw new TargetUrlError('target-not-allowed');
  }
  return answers;
}

async function lookupTarget(hostname: string, lookup: LookupAddresses): Promise<readonly LookupAddress[]> {
  const answers = await lookup(hostname).catch((cause: unknown) => {
    throw new TargetUrlError('dns-failed', { cause });
  });
  if (answers.length === 0) throw new TargetUrlError('dns-failed');
  return answers;
}

function checkScheme(url: URL, policy: TargetPolicy): void {
  if (url.protocol === 'https:') return;
  if (url.protocol !== 'http:') throw new TargetUrlError('url-invalid');
  if (!policy.allowHttp) throw new TargetUrlError('https-required');
}

function checkHost(hostname: string, { allowedRanges }: TargetPolicy): void {
  const name = hostname.replace(/\.$/, '');
  // RFC 6761 §6.3: localhost and every name below it are the loopback address, whatever DNS says.
  const literal = name === 'localhost' || name.endsWith('.localhost') ? '127.0.0.1' : withoutBrackets(name);
  if (isIP(literal) !== 0 && !isAllowedAddress(literal, allowedRanges)) throw new TargetUrlError('target-not-allowed');
  // Certificates and SNI carry names without the dot.
  if (name !== hostname) throw new TargetUrlError('trailing-dot-not-allowed');
}

function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
