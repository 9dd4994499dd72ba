import { type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';

/** Every address of a host name, in the order they should be tried. Rejects when the name does not resolve. */
export type LookupAddresses = (hostname: string) => Promise<readonly LookupAddress[]>;

/** Asks the operating system, so /etc/hosts and the names of a container network count too. */
export const lookupAddresses: LookupAddresses = (hostname) => lookup(hostname, { all: true });
