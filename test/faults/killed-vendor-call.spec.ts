import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { organizationIds } from '@bonafide/identifiers';
import { eventually, projectRoot, Stack } from '@bonafide/testing';

const organizationId = organizationIds.create();

/** A process that asks a vendor one question and says what came of it. */
const program = (reference: string) => `
  require('reflect-metadata');
  const { NestFactory } = require('@nestjs/core');
  const { DatabaseModule } = require('./dist/libs/database/src/index.js');
  const { EncryptionModule } = require('./dist/libs/encryption/src/index.js');
  const { ObservabilityModule } = require('./dist/libs/observability/src/index.js');
  const { IdentityVendorsModule, VendorDesk } = require('./dist/libs/identity-vendors/src/index.js');
  (async () => {
    const imports = [ObservabilityModule, DatabaseModule, EncryptionModule, IdentityVendorsModule];
    const app = await NestFactory.createApplicationContext({ module: class Asking {}, imports }, { logger: false });
    const applicant = { reference: 'cus_1', type: 'individual', lastName: 'LATE', phones: [], createdAt: new Date() };
    const { answer } = await app.get(VendorDesk).ask({
      organizationId: '${organizationId}', subjectId: 'ver_1', attempt: 1, purpose: 'account-opening', vendors: [],
      question: { stage: 'identity', reference: '${reference}', applicant }, signal: new AbortController().signal,
    });
    console.log('outcome ' + (answer?.outcome ?? 'none'));
    process.exit(0);
  })().catch((error) => { console.error(error); process.exit(1); });`;

describe('a process that is killed while a vendor is asked', () => {
  let stack: Stack;
  let said: string;

  beforeAll(async () => {
    stack = await Stack.start({
      apps: ['vendor-simulator'],
      env: { KYC_VENDORS: 'identitymind', IDENTITYMIND_COST: '250000' },
    });
  }, 90_000);

  afterAll(() => stack.stop(), 30_000);

  const start = (reference: string): ChildProcess => {
    said = '';
    const child = spawn(process.execPath, ['--eval', program(reference)], { cwd: projectRoot, env: stack.environment });
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return child;
  };

  const calls = () =>
    stack.database.query<{ operation: string; state: string; cost: string }>(
      `SELECT operation, state, cost_micros AS cost FROM vendor_calls WHERE organization_id = $1 ORDER BY id`,
      [organizationId],
    );

  it('has left its call in the ledger, and the next one looks it up and does not buy it again', async () => {
    const reference = 'vck_01kq0000000000000000000001';
    const authorization = `Basic ${Buffer.from('sandbox-merchant:sandbox-license-key').toString('base64')}`;
    const isTakenUp = async () => {
      const answer = await fetch(`${stack.simulatorUrl}/im/account/consumer/${reference}`, {
        headers: { authorization },
      });
      return answer.status === 200;
    };
    const first = start(reference);
    await eventually(isTakenUp, { withinMs: 40_000 });
    first.kill('SIGKILL');
    await once(first, 'close');
    expect(await calls()).toEqual([{ operation: 'ask', state: 'sent', cost: '250000' }]);

    await once(start(reference), 'close');
    expect(said).toContain('outcome approved');
    expect(await calls()).toEqual([
      { operation: 'ask', state: 'sent', cost: '250000' },
      { operation: 'read', state: 'answered', cost: '0' },
    ]);
  }, 90_000);
});
