/** What the adapter must be configured with to be let in. No secret: the simulator listens on the loopback address only. */
export const simulatorCredentials = { merchantId: 'sandbox-merchant', licenseKey: 'sandbox-license-key' } as const;

const expected = `Basic ${Buffer.from(`${simulatorCredentials.merchantId}:${simulatorCredentials.licenseKey}`).toString(
  'base64',
)}`;

export const isLetIn = (authorization: string | undefined): boolean => authorization === expected;
