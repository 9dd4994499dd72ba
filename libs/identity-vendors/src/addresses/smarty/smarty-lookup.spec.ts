import type { AddressLookup } from '../address-vendor';
import { cutIntoRequests, MAX_BODY_BYTES, obstacleOf, requestBody } from './smarty-lookup';

const address = { line1: '12 Main Street', city: 'Testville', region: 'IL', postalCode: '62701', country: 'US' };
const lookups = (count: number, change: object = {}): AddressLookup[] =>
  Array.from({ length: count }, (_, index) => ({
    reference: `avf_${String(index).padStart(26, '0')}`,
    address: { ...address, ...change },
  }));

describe('what Smarty is asked', () => {
  it('is the address by its parts, under our id, and an answer also when it is not valid', () => {
    const [lookup] = lookups(1);
    expect(JSON.parse(requestBody([lookup!]))).toEqual([
      {
        input_id: lookup!.reference,
        street: '12 Main Street',
        city: 'Testville',
        state: 'IL',
        zipcode: '62701',
        match: 'invalid',
        candidates: 2,
      },
    ]);
  });

  it.each([
    ['Apt 4', { secondary: 'Apt 4' }],
    ['# 4', { secondary: '# 4' }],
    ['Suite 300', { secondary: 'Suite 300' }],
    ['Behind the mill', { street2: 'Behind the mill' }],
    ['Apta House', { street2: 'Apta House' }],
  ])('takes the second line "%s" for what it is', (line2, fields) => {
    expect(JSON.parse(requestBody(lookups(1, { line2 })))[0]).toMatchObject(fields);
  });

  it('is not asked where it has no answer, or would not read all of it', () => {
    expect(obstacleOf(address)).toBeNull();
    expect(obstacleOf({ ...address, country: 'PR', region: undefined })).toBeNull();
    expect(obstacleOf({ ...address, country: 'GE' })).toBe('country-not-covered');
    expect(obstacleOf({ ...address, line1: 'x'.repeat(51) })).toBe('too-long-for-vendor');
    expect(obstacleOf({ ...address, line2: `Apt ${'4'.repeat(29)}` })).toBe('too-long-for-vendor');
  });

  it.each([
    ['short lines', {}, [100, 100, 50]],
    ['long lines in another script', { line1: 'ж'.repeat(50), city: 'ж'.repeat(64) }, undefined],
  ])('goes in requests of up to 100 lookups and 32,000 bytes: %s', (_, change, sizes) => {
    const all = lookups(250, change);
    const requests = cutIntoRequests(all);
    expect(requests.flat()).toEqual(all);
    expect(requests.every((request) => Buffer.byteLength(requestBody(request)) <= MAX_BODY_BYTES)).toBe(true);
    expect(requests.every((request) => request.length <= 100)).toBe(true);
    if (sizes !== undefined) expect(requests.map(({ length }) => length)).toEqual(sizes);
    else expect(requests.length).toBeLessThan(5);
  });
});
