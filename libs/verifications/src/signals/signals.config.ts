import { CountriesSetting, EnvironmentConfig } from '@bonafide/configuration';
import { IsString } from 'class-validator';

/** What is known of a device without asking a vendor. */
@EnvironmentConfig()
export class SignalsConfig {
  /** A database of MaxMind's form (`.mmdb`) that says the countries of IP addresses. Empty: nobody knows them. */
  @IsString()
  GEOIP_DATABASE_FILE: string = '';

  /**
   * Countries in which a device is looked at by a person. By default those that the FATF calls for action against (June 2025:
   * North Korea, Iran, Myanmar) and Cuba, which the United States embargoes (31 CFR part 515).
   */
  @CountriesSetting('HIGH_RISK_COUNTRIES')
  HIGH_RISK_COUNTRIES: readonly string[] = ['CU', 'IR', 'KP', 'MM'];
}
