/**
 * The architecture as a table: each lib and the libs it may import. Apps, local/, bench/ and test/ may import any lib
 * (only specs import `testing`); nothing imports an app. `.dependency-cruiser.cjs` turns this into rules.
 */
module.exports = {
  identifiers: [],
  jobs: ['identifiers'],
  configuration: [],
  observability: ['configuration'],
  database: ['configuration', 'observability'],
  encryption: ['configuration', 'database', 'identifiers'],
  'job-runtime': ['identifiers', 'jobs', 'configuration', 'observability', 'database', 'encryption'],
  access: ['identifiers', 'configuration', 'observability', 'database', 'encryption'],
  webhooks: ['identifiers', 'jobs', 'job-runtime', 'database', 'encryption', 'configuration', 'observability'],
  screening: [
    'identifiers',
    'jobs',
    'job-runtime',
    'database',
    'encryption',
    'webhooks',
    'configuration',
    'observability',
  ],
  'local-servers': [],
  testing: [
    'identifiers',
    'jobs',
    'configuration',
    'observability',
    'database',
    'encryption',
    'job-runtime',
    'access',
    'webhooks',
    'screening',
    'local-servers',
  ],
};
