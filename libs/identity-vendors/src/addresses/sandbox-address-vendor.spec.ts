import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '@bonafide/testing';

import { addressReasons } from './address-reasons';
import { SandboxAddressVendor } from './sandbox-address-vendor';
import { sandboxAddresses } from './sandbox-addresses';

const vendor = new SandboxAddressVendor();
const page = readFileSync(join(projectRoot, 'docs/addresses.md'), 'utf8');

const lookup = (line1: string) => ({
  reference: line1,
  address: { line1, city: 'Testville', region: 'IL', postalCode: '62701', country: 'US' },
});
const ask = async (line1: string) => (await vendor.verify([lookup(line1)])).answers.get(line1);

describe('the sandbox of address vendors', () => {
  it('says of each word what docs/addresses.md says that it does, and knows no other', () => {
    const documented = [...page.matchAll(/^\| `(\w+)` +\| ([^|]+?) +\| ([^|]*?) +\|$/gm)].map(
      ([, word, outcome, why]) => ({
        word,
        outcome,
        reasons: why!.split(', ').map((reason) => reason.replaceAll('`', '')),
      }),
    );
    const known = sandboxAddresses.map((address) =>
      'error' in address
        ? { word: address.word, outcome: expect.any(String), reasons: expect.any(Array) }
        : { word: address.word, outcome: `\`${address.outcome}\``, reasons: address.reasons },
    );
    expect(documented).toEqual(known);
  });

  it.each(sandboxAddresses.flatMap((address) => ('outcome' in address ? [address] : [])))(
    'does so for $word',
    async ({ word, outcome, reasons }) => {
      expect(await ask(`12 ${word} Street`)).toMatchObject({ outcome, reasons });
      expect(await ask(`12 ${word.toLowerCase()} Street`)).toMatchObject({ outcome });
      expect(await ask(`12 ${word}son Street`)).toMatchObject({ outcome: 'verified' });
    },
  );

  it('mends what is misspelt and nothing else', async () => {
    expect(await ask('12 Misspelt Street')).toMatchObject({ correction: { line1: '12 Mended Street' } });
    expect(await ask('12 Main Street')).toMatchObject({ outcome: 'verified', correction: null });
  });

  it.each([
    ['Busy', { errorClass: 'throttled', httpStatus: 429, retryAfterMs: 1_000 }],
    ['Outage', { errorClass: 'unavailable', httpStatus: 503 }],
    ['Unpaid', { errorClass: 'unauthorized', httpStatus: 402 }],
  ])('fails for %s, alone', async (word, error) => {
    await expect(ask(`12 ${word} Street`)).rejects.toMatchObject(error);
    const requests = vendor.cut([lookup('1 Main Street'), lookup(`12 ${word} Street`), lookup('2 Main Street')]);
    expect(requests.map((request) => request.map(({ reference }) => reference))).toEqual([
      ['1 Main Street', '2 Main Street'],
      [`12 ${word} Street`],
    ]);
  });

  it('answers what nobody understands for Garbled', async () => {
    expect(await ask('12 Garbled Street')).toBe('unreadable');
  });

  it('has a hundred at most in a request, and covers the United States', () => {
    const all = Array.from({ length: 250 }, (_, index) => lookup(`${index} Main Street`));
    expect(vendor.cut(all).map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(vendor.obstacleOf({ ...lookup('1 Main Street').address, country: 'GE' })).toBe('country-not-covered');
  });

  it('gives no reason that has no words', () => {
    const given = sandboxAddresses.flatMap((address) => ('outcome' in address ? address.reasons : []));
    expect(given.filter((reason) => !addressReasons.includes(reason))).toEqual([]);
  });
});
