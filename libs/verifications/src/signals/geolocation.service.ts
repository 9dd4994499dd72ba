import { stat } from 'node:fs/promises';
import { isIP } from 'node:net';

import { loadConfig } from '@bonafide/configuration';
import { TransientError } from '@bonafide/jobs';
import { describeError, log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { type CountryResponse, open, type Reader } from 'maxmind';

import { SignalsConfig } from './signals.config';

interface OpenedDatabase {
  readonly reader: Reader<CountryResponse>;
  readonly modifiedAtMs: number;
}

/** In which countries IP addresses are, by a database that lies on this machine. Nobody outside learns who was looked up. */
@Injectable()
export class Geolocation {
  private readonly path = loadConfig(SignalsConfig).GEOIP_DATABASE_FILE;
  private opened: OpenedDatabase | undefined;

  get isSet(): boolean {
    return this.path !== '';
  }

  /**
   * @returns ISO 3166-1 alpha-2; null when the database does not have the address, or when it is none
   * @throws TransientError when the database cannot be read: that says nothing of anybody
   */
  async countryOf(ip: string): Promise<string | null> {
    if (isIP(ip) === 0) return null;
    const { reader } = await this.database();
    // An address of IPv4 within one of IPv6 is the former.
    return reader.get(ipaddr.process(ip).toString())?.country?.iso_code ?? null;
  }

  /** Opened anew when the file was replaced, as it is every few days. One that cannot be read leaves the one before in use. */
  private async database(): Promise<OpenedDatabase> {
    try {
      const { mtimeMs } = await stat(this.path);
      if (this.opened?.modifiedAtMs !== mtimeMs) {
        this.opened = { reader: await open<CountryResponse>(this.path), modifiedAtMs: mtimeMs };
      }
      return this.opened;
    } catch (error) {
      if (this.opened === undefined) {
        const sentence = 'The database that GEOIP_DATABASE_FILE names cannot be read.';
        throw new TransientError('geolocation-unavailable', sentence, { cause: error });
      }
      log.warn('geolocation.database-unreadable', describeError(error));
      return this.opened;
    }
  }
}
