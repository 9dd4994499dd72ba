export {
  declaredSettings,
  EnvironmentConfig,
  loadConfig,
  type ProductionCheck,
  validateEnvironment,
} from './load-config';
export { ModeConfig } from './mode.config';
export { BooleanSetting, CountriesSetting, ListSetting, NumberSetting } from './setting-types';
