import { loadConfig } from '@bonafide/configuration';
import type { Applicant } from '@bonafide/identity-vendors';
import { Injectable } from '@nestjs/common';

import { deviceReasons } from './signals/device-signals';
import { Geolocation } from './signals/geolocation.service';
import { SignalsConfig } from './signals/signals.config';
import type { CheckResult } from './verification-runs.service';

/** What is known of the device without asking a vendor: in which country it was. */
@Injectable()
export class DeviceCheck {
  private readonly highRiskCountries = loadConfig(SignalsConfig).HIGH_RISK_COUNTRIES;

  constructor(private readonly geolocation: Geolocation) {}

  /**
   * Where nothing is known the check is not made, which is no pass. One that passes says that nothing speaks against the
   * applicant, and not who it is.
   * @throws TransientError when the database of countries cannot be read
   */
  async of({ device, address }: Applicant): Promise<CheckResult> {
    if (device?.ip === undefined) return { skipped: 'not_given' };
    if (!this.geolocation.isSet) return { skipped: 'no_geolocation' };
    const ipCountry = await this.geolocation.countryOf(device.ip);
    const location = { ipCountry, homeCountry: address?.country, homeRegion: address?.region };
    const reasons = deviceReasons(location, this.highRiskCountries);
    return {
      found: {
        outcome: reasons.length === 0 ? 'approved' : 'needs_review',
        reasons,
        vendorCodes: [],
        attributes: {},
        requiredInput: null,
        call: null,
      },
    };
  }
}
