import { resolve } from 'node:path';

export const projectRoot = resolve(__dirname, '../../..');

/** Made-up entries in OFAC's format: quick to load, and no real person. */
export const sandboxListDirectory = resolve(projectRoot, 'libs/screening/sandbox-list');
