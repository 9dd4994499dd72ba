import { seal, SealBrokenError, unseal } from './sealing';

export interface WrappedKey {
  readonly masterKeyId: string;
  readonly wrapped: Buffer;
}

/** The local key management: master keys from the settings, which wrap the data keys that lie in the database. */
export class MasterKeys {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly currentId: string;

  /** @param settings `id:base64`, the current one first */
  constructor(settings: readonly string[]) {
    const pairs = settings.map((setting): [string, Buffer] => {
      const [id = '', base64 = ''] = setting.split(':');
      return [id, Buffer.from(base64, 'base64')];
    });
    this.keys = new Map(pairs);
    const [current] = pairs;
    if (current === undefined) throw new Error('There must be a master key.');
    if (this.keys.size !== pairs.length) throw new Error('ENCRYPTION_MASTER_KEYS names the same key id twice.');
    this.currentId = current[0];
  }

  wrap(dataKey: Buffer, owner: string): WrappedKey {
    const masterKey = this.keys.get(this.currentId);
    if (masterKey === undefined) throw new SealBrokenError();
    return { masterKeyId: this.currentId, wrapped: seal(masterKey, `data-key\0${owner}`, dataKey) };
  }

  unwrap({ masterKeyId, wrapped }: WrappedKey, owner: string): Buffer {
    const masterKey = this.keys.get(masterKeyId);
    if (masterKey === undefined) {
      throw new Error(
        `A data key was wrapped by master key "${masterKeyId}", which ENCRYPTION_MASTER_KEYS no longer names. Put it back behind the current one.`,
      );
    }
    return unseal(masterKey, `data-key\0${owner}`, wrapped);
  }

  isCurrent(masterKeyId: string): boolean {
    return masterKeyId === this.currentId;
  }
}
