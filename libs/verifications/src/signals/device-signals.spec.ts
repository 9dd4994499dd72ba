import { type DeviceReason, deviceReasons } from './device-signals';

const highRisk = ['KP', 'IR'];

describe('where a device was', () => {
  it.each<[string | null, string | undefined, string | undefined, readonly DeviceReason[]]>([
    ['US', 'US', 'IL', []],
    ['US', undefined, undefined, []],
    ['MX', 'US', 'IL', ['ip-country-differs']],
    ['IR', undefined, undefined, ['ip-country-high-risk']],
    ['IR', 'IR', undefined, ['ip-country-high-risk']],
    ['KP', 'US', 'IL', ['ip-country-high-risk', 'ip-country-differs']],
    [null, 'US', 'IL', ['ip-country-unknown']],
    [null, undefined, undefined, ['ip-country-unknown']],
    ['PR', 'US', 'PR', []],
    ['PR', 'US', undefined, []],
    ['US', 'PR', undefined, []],
    ['PR', 'US', 'IL', ['ip-country-differs']],
    ['GU', 'US', 'PR', ['ip-country-differs']],
    ['PR', 'MX', undefined, ['ip-country-differs']],
  ])('(%s, of who lives in %s %s) gives %j to look at', (ipCountry, homeCountry, homeRegion, reasons) => {
    expect(deviceReasons({ ipCountry, homeCountry, homeRegion }, highRisk)).toEqual(reasons);
  });

  it('is looked at by nobody for a country that is on no list', () => {
    expect(deviceReasons({ ipCountry: 'IR', homeCountry: 'IR' }, [])).toEqual([]);
  });
});
