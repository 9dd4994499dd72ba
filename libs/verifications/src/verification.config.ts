import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Max, Min } from 'class-validator';

const between = (name: string, from: number, to: number) => ({
  message: `${name} must be a whole number from ${from} to ${to}`,
});

/** How long verifications wait. */
@EnvironmentConfig()
export class VerificationConfig {
  /** For a vendor that has not made up its mind, and for an applicant who has to do something. */
  @NumberSetting()
  @IsInt(between('VERIFICATION_EXPIRY_HOURS', 1, 8_760))
  @Min(1, between('VERIFICATION_EXPIRY_HOURS', 1, 8_760))
  @Max(8_760, between('VERIFICATION_EXPIRY_HOURS', 1, 8_760))
  VERIFICATION_EXPIRY_HOURS: number = 168;

  /** How often a vendor that is pending is asked again, when it does not tell by itself. */
  @NumberSetting()
  @IsInt(between('VERIFICATION_POLL_SECONDS', 1, 86_400))
  @Min(1, between('VERIFICATION_POLL_SECONDS', 1, 86_400))
  @Max(86_400, between('VERIFICATION_POLL_SECONDS', 1, 86_400))
  VERIFICATION_POLL_SECONDS: number = 300;
}
