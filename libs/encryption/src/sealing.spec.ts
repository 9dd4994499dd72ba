import { randomBytes } from 'node:crypto';

import { MasterKeys } from './master-keys';
import { seal, SealBrokenError, unseal } from './sealing';

const key = randomBytes(32);

describe('a seal', () => {
  it('opens to what was sealed, an empty value too', () => {
    for (const text of ['', 'a', 'Jürgen 张三'])
      expect(unseal(key, 'here', seal(key, 'here', Buffer.from(text))).toString()).toBe(text);
  });

  it('is different each time', () => {
    expect(seal(key, 'here', Buffer.from('a'))).not.toEqual(seal(key, 'here', Buffer.from('a')));
  });

  it('does not open elsewhere, with another key, or after any single bit was flipped', () => {
    const sealed = seal(key, 'here', Buffer.from('secret'));
    expect(() => unseal(key, 'there', sealed)).toThrow(SealBrokenError);
    expect(() => unseal(randomBytes(32), 'here', sealed)).toThrow(SealBrokenError);
    for (let byte = 0; byte < sealed.length; byte++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(byte) ^ 1, byte);
      expect(() => unseal(key, 'here', changed)).toThrow(SealBrokenError);
    }
  });

  it('does not open when it was cut off', () => {
    const sealed = seal(key, 'here', Buffer.from('secret'));
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal(key, 'here', sealed.subarray(0, length))).toThrow(SealBrokenError);
    }
  });
});

describe('master keys', () => {
  const [a, b] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];

  it('wrap with the first and unwrap with any', () => {
    const old = new MasterKeys([`a:${a}`]).wrap(key, 'org_1');
    const rotated = new MasterKeys([`b:${b}`, `a:${a}`]);
    expect(rotated.unwrap(old, 'org_1')).toEqual(key);
    expect(rotated.wrap(key, 'org_1').masterKeyId).toBe('b');
  });

  it('say which key is missing', () => {
    const wrapped = new MasterKeys([`a:${a}`]).wrap(key, 'org_1');
    expect(() => new MasterKeys([`b:${b}`]).unwrap(wrapped, 'org_1')).toThrow('master key "a"');
  });

  it("do not unwrap one owner's key for another", () => {
    const keys = new MasterKeys([`a:${a}`]);
    expect(() => keys.unwrap(keys.wrap(key, 'org_1'), 'org_2')).toThrow(SealBrokenError);
  });
});
