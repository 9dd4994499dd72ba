import { randomBytes } from 'node:crypto';

import type { DataKeyRepository } from './data-key.repository';
import { FieldEncryption } from './field-encryption.service';
import { SealBrokenError } from './sealing';

const owner = 'org_01kaf3s8h4e0qv8dpz2j9r7n5c';
const place = (row: string) => ({ table: 'people', column: 'name', row });

/** Two keys, of which the second seals from the second value on. */
function encryptionWithTwoKeys() {
  const keys = [1, 2].map((id) => ({ id, owner, key: randomBytes(32) }));
  const asked: number[] = [];
  let sealedCount = 0;
  const dataKeys = {
    sealingKey: async () => keys[Math.min(sealedCount++, 1)],
    byIdOf: async (id: number) => {
      asked.push(id);
      return keys.find((one) => one.id === id);
    },
  } as unknown as DataKeyRepository;
  return { encryption: new FieldEncryption(dataKeys), asked };
}

async function seal(encryption: FieldEncryption, texts: readonly string[]) {
  const values = [];
  for (const [index, text] of texts.entries()) {
    const row = String(index);
    values.push({ place: place(row), sealed: await encryption.seal(owner, place(row), Buffer.from(text)) });
  }
  return values;
}

describe('opening many fields', () => {
  it('gives each in its place, whichever key has sealed it, and asks for each key once', async () => {
    const { encryption, asked } = encryptionWithTwoKeys();
    const values = await seal(encryption, ['Ada', '', 'Jürgen 张三']);
    const opened = await encryption.openMany(owner, values);
    expect(opened.map((text) => text?.toString())).toEqual(['Ada', '', 'Jürgen 张三']);
    expect(asked.sort()).toEqual([1, 2]);
  });

  it('tells which seals are broken, and opens the others', async () => {
    const { encryption } = encryptionWithTwoKeys();
    const [first, second, third] = await seal(encryption, ['Ada', 'Bo', 'Cy']);
    const changed = Buffer.from(second!.sealed);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    const values = [
      first!,
      { ...second!, sealed: changed },
      { ...third!, place: place('elsewhere') },
      { ...third!, sealed: Buffer.alloc(0) },
      third!,
    ];
    const opened = await encryption.openMany(owner, values);
    expect(opened.map((text) => text?.toString() ?? null)).toEqual(['Ada', null, null, null, 'Cy']);
  });

  it('refuses one by one what it gives no text for', async () => {
    const { encryption } = encryptionWithTwoKeys();
    const [first] = await seal(encryption, ['Ada']);
    await expect(encryption.open(owner, place('elsewhere'), first!.sealed)).rejects.toThrow(SealBrokenError);
    await expect(encryption.open(owner, place('0'), Buffer.alloc(3))).rejects.toThrow(SealBrokenError);
    expect((await encryption.open(owner, place('0'), first!.sealed)).toString()).toBe('Ada');
  });
});
