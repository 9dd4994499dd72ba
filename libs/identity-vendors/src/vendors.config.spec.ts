import { loadConfig, ModeConfig } from '@bonafide/configuration';

import type { VendorStage } from './port/vendor-answer';
import { vendorsOfInstallation } from './desk/vendors-of-installation';
import { VendorsConfig } from './vendors.config';

const identityMind = {
  KYC_VENDORS: 'identitymind',
  IDENTITYMIND_URL: 'https://edna.identitymind.com',
  IDENTITYMIND_MERCHANT_ID: 'acme',
  IDENTITYMIND_LICENSE_KEY: 'a-license-key',
  IDENTITYMIND_HASH_SALT: 'a-salt',
};
const sandbox = { BONAFIDE_MODE: 'sandbox' };

const idsIn = (environment: Readonly<Record<string, string>>) =>
  vendorsOfInstallation(loadConfig(VendorsConfig, environment), loadConfig(ModeConfig, environment)).forStage(
    'identity',
  );

describe('the settings of vendors', () => {
  it('ask nobody in production unless they say whom, and the sandbox vendor in sandbox mode', () => {
    expect(idsIn({})).toEqual([]);
    expect(idsIn(sandbox)).toEqual(['sandbox']);
  });

  it('say the order, and each vendor once', () => {
    expect(idsIn(identityMind)).toEqual(['identitymind']);
    const order = { ...sandbox, ...identityMind, KYC_VENDORS: 'sandbox, identitymind, sandbox' };
    expect(idsIn(order)).toEqual(['sandbox', 'identitymind']);
  });

  it('say for single stages who is asked, and leave the others', () => {
    const environment = {
      ...sandbox,
      ...identityMind,
      KYC_VENDORS: 'identitymind,sandbox',
      KYC_STAGE_VENDORS: 'identity=sandbox/identitymind,id_document=none',
    };
    const vendors = vendorsOfInstallation(loadConfig(VendorsConfig, environment), loadConfig(ModeConfig, environment));
    expect(
      ['identity', 'residential_address', 'government_id', 'id_document'].map((stage) => [
        stage,
        vendors.forStage(stage as VendorStage),
      ]),
    ).toEqual([
      ['identity', ['sandbox', 'identitymind']],
      ['residential_address', ['identitymind', 'sandbox']],
      ['government_id', ['sandbox']],
      ['id_document', []],
    ]);
  });

  it.each([
    [
      'government_id=identitymind',
      'KYC_STAGE_VENDORS names identitymind for government_id, which cannot be asked that',
    ],
    ['identity=sandbox', 'KYC_STAGE_VENDORS names sandbox for identity, which KYC_VENDORS does not'],
  ])('refuse KYC_STAGE_VENDORS=%s where nobody could be asked', (KYC_STAGE_VENDORS, problem) => {
    expect(() => idsIn({ ...identityMind, KYC_STAGE_VENDORS })).toThrow(problem);
  });

  it('have IdentityMind asked what it can be asked', () => {
    const vendors = vendorsOfInstallation(loadConfig(VendorsConfig, identityMind), loadConfig(ModeConfig, {}));
    expect(vendors.forStage('id_document')).toEqual(['identitymind']);
    expect(vendors.forStage('government_id')).toEqual([]);
    expect(vendors.find('identitymind')).toMatchObject({
      ratePerMinute: 300,
      vendor: { timeoutMs: 30_000, costMicros: 0 },
    });
  });

  it.each([
    ['the sandbox vendor', { KYC_VENDORS: 'sandbox' }, 'KYC_VENDORS must not name the sandbox vendor'],
    [
      'plain HTTP',
      { ...identityMind, IDENTITYMIND_URL: 'http://edna.identitymind.com' },
      'IDENTITYMIND_URL must begin with https',
    ],
    ['a simulator here', { ...identityMind, IDENTITYMIND_URL: 'https://127.0.0.1:9480' }, 'lead to another machine'],
    ['a simulator here', { ...identityMind, IDENTITYMIND_URL: 'https://localhost:9480' }, 'lead to another machine'],
    ['a simulator here', { ...identityMind, IDENTITYMIND_URL: 'https://[::1]:9480' }, 'lead to another machine'],
    ['no key', { ...identityMind, IDENTITYMIND_LICENSE_KEY: '' }, 'IDENTITYMIND_LICENSE_KEY is missing'],
  ])('refuse %s in production, and say which setting it is', (_, environment, problem) => {
    expect(() => loadConfig(VendorsConfig, environment)).toThrow(problem);
  });

  it('name what is missing in a sandbox too', () => {
    const environment = { ...sandbox, KYC_VENDORS: 'identitymind', IDENTITYMIND_MERCHANT_ID: 'acme' };
    expect(() => idsIn(environment)).toThrow('IDENTITYMIND_URL, IDENTITYMIND_LICENSE_KEY');
  });

  it.each([
    ['KYC_VENDORS', 'socure'],
    ['KYC_STAGE_VENDORS', 'identity'],
    ['KYC_STAGE_VENDORS', 'device=sandbox'],
    ['KYC_STAGE_VENDORS', 'identity=sandbox,identity=none'],
    ['IDENTITYMIND_DOCUMENT_TIMEOUT_MS', '0'],
    ['IDENTITYMIND_URL', 'edna.identitymind.com'],
    ['IDENTITYMIND_URL', 'https://user:password@edna.identitymind.com'],
    ['IDENTITYMIND_MERCHANT_ID', 'acme:x'],
    ['IDENTITYMIND_TIMEOUT_MS', '0'],
    ['IDENTITYMIND_COST', '0.25'],
    ['IDENTITYMIND_RATE_PER_MINUTE', '0'],
    ['IDENTITYMIND_WEBHOOK_CREDENTIALS', 'vendor:short'],
    ['IDENTITYMIND_WEBHOOK_CREDENTIALS', 'no-password-here-at-all'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => loadConfig(VendorsConfig, { ...sandbox, [name]: value })).toThrow(name);
  });
});
