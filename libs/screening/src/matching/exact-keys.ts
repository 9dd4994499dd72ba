/** Entries by texts that are compared for equality, such as document numbers; only hashes are kept, in packed arrays. */
export class ExactKeys {
  private readonly hashes: Uint32Array;
  private readonly entries: Int32Array;

  constructor(keys: Iterable<readonly [key: string, entry: number]>) {
    const pairs = Array.from(keys, ([key, entry]): readonly [number, number] => [hashKey(key), entry]);
    pairs.sort(([a, first], [b, second]) => a - b || first - second);
    this.hashes = Uint32Array.from(pairs, ([hash]) => hash);
    this.entries = Int32Array.from(pairs, ([, entry]) => entry);
  }

  /** The entries that have the key, and rarely one that does not: the caller compares. */
  find(key: string): number[] {
    const hash = hashKey(key);
    let low = 0;
    let high = this.hashes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.hashes[middle] ?? 0) < hash) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (; this.hashes[low] === hash; low++) found.push(this.entries[low] ?? 0);
    return found;
  }
}

/** FNV-1a over the UTF-16 units. */
function hashKey(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
