import { ValidationPipe } from '@nestjs/common';

import { AttestationBody, MoveCustomerBody } from '../customers/customer-ladder.dto';
import { RotateApiKeyBody } from '../organizations/organizations.dto';
import { LookUpBody } from '../screenings/look-up.dto';
import { CreateThresholdBacktestBody } from '../settings/threshold-backtest.dto';
import { ChangeWebhookEndpointBody, CreateWebhookEndpointBody, RotateSecretBody } from '../webhooks/webhook.dto';

const grounds = { actor: 'officer-1', reason: 'Seen at the branch.' };
const url = 'https://hooks.example.com/bonafide';

describe('a field that may be left out', () => {
  const read = (body: object, metatype: new () => object) =>
    new ValidationPipe({ transform: true, whitelist: true }).transform(body, { type: 'body', metatype });

  it.each<[string, new () => object, object, unknown]>([
    ['screenings', CreateThresholdBacktestBody, { threshold: 0.9, actor: 'officer-1' }, undefined],
    ['overlapSeconds', RotateApiKeyBody, {}, 3_600],
    ['overlapSeconds', RotateSecretBody, {}, 86_400],
    ['eventTypes', CreateWebhookEndpointBody, { url }, undefined],
    ['url', ChangeWebhookEndpointBody, {}, undefined],
    ['eventTypes', ChangeWebhookEndpointBody, {}, undefined],
    ['enabled', ChangeWebhookEndpointBody, {}, undefined],
    ['limit', LookUpBody, { name: 'Wenna Tolbrick' }, undefined],
    ['evidence', MoveCustomerBody, { ...grounds, status: 'kyc' }, undefined],
    ['evidence', AttestationBody, { ...grounds, fact: 'identity_verified', identityVersion: 1 }, undefined],
    ['holds', AttestationBody, { ...grounds, fact: 'identity_verified', identityVersion: 1 }, undefined],
  ])('%s of %p says the same when it is null', async (field, body, others, meaning) => {
    const without: unknown = await read(others, body);
    const withNull: unknown = await read({ ...others, [field]: null }, body);
    expect(without).toMatchObject(meaning === undefined ? {} : { [field]: meaning });
    expect((withNull as Record<string, unknown>)[field]).toBe(meaning);
    expect(withNull).toEqual(without);
  });
});
