/** What a check makes of an address: the one way to write it, or null when it is none of its kind. */
export type AddressCheck = (address: string) => string | null;

/** The first of several kinds that it is. */
export const anyOf =
  (...checks: readonly AddressCheck[]): AddressCheck =>
  (address) => {
    for (const check of checks) {
      const written = check(address);
      if (written !== null) return written;
    }
    return null;
  };

/** The codecs throw on a character, a length or a checksum that is wrong: whatever it was, it is no such address. */
export function decoded<Content>(decode: () => Content): Content | null {
  try {
    return decode();
  } catch {
    return null;
  }
}
