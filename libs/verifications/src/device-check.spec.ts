import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Applicant } from '@bonafide/identity-vendors';
import { TransientError } from '@bonafide/jobs';
import { writeGeoIpDatabase } from '@bonafide/testing';

import { DeviceCheck } from './device-check.service';
import { Geolocation } from './signals/geolocation.service';

const home = { line1: '12 Test Street', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' };

const applicant = (ip?: string, change: Partial<Applicant> = {}): Applicant => ({
  reference: 'cus_1',
  type: 'individual',
  phones: [],
  address: home,
  createdAt: new Date(0),
  ...(ip === undefined ? {} : { device: { ip } }),
  ...change,
});

describe('the check of a device', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-geoip-'));
  const file = join(folder, 'country.mmdb');
  const before = { ...process.env };

  beforeAll(() => {
    writeGeoIpDatabase(file, {
      '192.0.2.0/24': 'US',
      '198.51.100.0/25': 'IR',
      '203.0.113.7/32': 'MX',
      '100.64.0.0/10': null,
    });
  });

  afterEach(() => {
    process.env = { ...before };
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function checkWith(settings: Readonly<Record<string, string>> = { GEOIP_DATABASE_FILE: file }): DeviceCheck {
    process.env = { ...before, ...settings };
    return new DeviceCheck(new Geolocation());
  }

  it.each([
    ['192.0.2.44', 'approved', []],
    ['::ffff:192.0.2.44', 'approved', []],
    ['203.0.113.7', 'needs_review', ['ip-country-differs']],
    ['198.51.100.1', 'needs_review', ['ip-country-high-risk', 'ip-country-differs']],
    ['198.51.100.200', 'needs_review', ['ip-country-unknown']],
    ['100.64.0.1', 'needs_review', ['ip-country-unknown']],
    ['10.0.0.1', 'needs_review', ['ip-country-unknown']],
    ['nonsense', 'needs_review', ['ip-country-unknown']],
  ])('at %s has the outcome %s for %j', async (ip, outcome, reasons) => {
    expect(await checkWith().of(applicant(ip))).toMatchObject({ found: { outcome, reasons, call: null } });
  });

  it('goes by the countries that the installation has set', async () => {
    const settings = { GEOIP_DATABASE_FILE: file, HIGH_RISK_COUNTRIES: 'US' };
    const found = (reasons: readonly string[]) => ({ found: { reasons } });
    expect(await checkWith(settings).of(applicant('192.0.2.1'))).toMatchObject(found(['ip-country-high-risk']));
    expect(await checkWith(settings).of(applicant('198.51.100.1'))).toMatchObject(found(['ip-country-differs']));
  });

  it('is skipped when nothing was given or nobody knows countries, and is never a pass then', async () => {
    expect(await checkWith().of(applicant())).toEqual({ skipped: 'not_given' });
    expect(await checkWith({}).of(applicant('192.0.2.1'))).toEqual({ skipped: 'no_geolocation' });
  });

  it('is tried again when the database cannot be read, and never passes meanwhile', async () => {
    for (const name of ['absent.mmdb', 'broken.mmdb']) {
      if (name === 'broken.mmdb') writeFileSync(join(folder, name), 'no database');
      const check = checkWith({ GEOIP_DATABASE_FILE: join(folder, name) });
      await expect(check.of(applicant('192.0.2.1'))).rejects.toBeInstanceOf(TransientError);
    }
  });

  it('reads a newer database when the file is replaced, and keeps the one it has when that is broken', async () => {
    const replaced = join(folder, 'replaced.mmdb');
    const replace = (minute: number, write: () => void) => {
      write();
      utimesSync(replaced, minute * 60, minute * 60);
    };
    replace(1, () => writeGeoIpDatabase(replaced, { '192.0.2.0/24': 'US' }));
    const check = checkWith({ GEOIP_DATABASE_FILE: replaced });
    expect(await check.of(applicant('192.0.2.1'))).toMatchObject({ found: { outcome: 'approved' } });
    replace(2, () => writeGeoIpDatabase(replaced, { '192.0.2.0/24': 'MX' }));
    expect(await check.of(applicant('192.0.2.1'))).toMatchObject({ found: { reasons: ['ip-country-differs'] } });
    replace(3, () => writeFileSync(replaced, 'no database'));
    expect(await check.of(applicant('192.0.2.1'))).toMatchObject({ found: { reasons: ['ip-country-differs'] } });
  });
});
