import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { IsIn, IsInt, Min } from 'class-validator';

import {
  ConfigurationError,
  declaredSettings,
  EnvironmentConfig,
  loadConfig,
  validateEnvironment,
} from './load-config';
import { BooleanSetting, ListSetting, NumberSetting } from './setting-types';

@EnvironmentConfig()
class KettleConfig {
  @IsIn(['tea', 'coffee'], { message: 'KETTLE_DRINK must be tea or coffee' })
  KETTLE_DRINK: string;

  @NumberSetting()
  @IsInt({ message: 'KETTLE_CUPS must be a whole number' })
  @Min(1, { message: 'KETTLE_CUPS must be 1 or more' })
  KETTLE_CUPS: number = 2;

  @BooleanSetting()
  KETTLE_ON: boolean = false;

  @ListSetting()
  KETTLE_GUESTS: readonly string[] = [];

  productionProblems(): readonly string[] {
    return this.KETTLE_ON ? [] : ['KETTLE_ON must be true in production'];
  }
}

describe('loadConfig', () => {
  it('converts what the environment says and keeps defaults for the rest', () => {
    const config = loadConfig(KettleConfig, { KETTLE_DRINK: 'tea', KETTLE_ON: 'yes', KETTLE_GUESTS: 'ann, bob' });
    expect({ ...config }).toEqual({
      KETTLE_DRINK: 'tea',
      KETTLE_CUPS: 2,
      KETTLE_ON: true,
      KETTLE_GUESTS: ['ann', 'bob'],
    });
  });

  it('names every mistake at once and never shows a value', () => {
    expect.assertions(3);
    try {
      loadConfig(KettleConfig, { KETTLE_DRINK: 'hunter2', KETTLE_CUPS: 'zero' });
    } catch (error) {
      const { message } = error as ConfigurationError;
      expect(message).toContain('KETTLE_DRINK must be tea or coffee');
      expect(message).toContain('KETTLE_CUPS');
      expect(message).not.toMatch(/hunter2|zero/);
    }
  });

  it('says when a setting is missing rather than wrong', () => {
    expect(() => loadConfig(KettleConfig, {})).toThrow('KETTLE_DRINK must be tea or coffee (it is not set)');
  });

  it('reads a secret from the file that NAME_FILE names', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'drink');
    writeFileSync(path, 'coffee\n');
    expect(loadConfig(KettleConfig, { KETTLE_DRINK_FILE: path, KETTLE_ON: 'on' }).KETTLE_DRINK).toBe('coffee');
    expect(() => loadConfig(KettleConfig, { KETTLE_DRINK_FILE: `${path}.gone` })).toThrow(
      'KETTLE_DRINK_FILE names a file that cannot be read',
    );
  });

  it('refuses in production what will do in a sandbox, and takes silence for production', () => {
    const environment = { KETTLE_DRINK: 'tea' };
    expect(() => loadConfig(KettleConfig, environment)).toThrow('KETTLE_ON must be true in production');
    expect(loadConfig(KettleConfig, { ...environment, BONAFIDE_MODE: 'sandbox' }).KETTLE_ON).toBe(false);
  });

  it('checks all declared classes together and lists their settings', () => {
    expect(() => validateEnvironment({ KETTLE_CUPS: '0' })).toThrow(/KETTLE_DRINK[^]*KETTLE_CUPS must be 1 or more/);
    expect(declaredSettings()).toEqual(expect.arrayContaining(['KETTLE_CUPS', 'KETTLE_DRINK']));
  });
});
