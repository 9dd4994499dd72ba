const mayImport = require('./architecture.cjs');

const layers = Object.entries(mayImport).map(([lib, allowed]) => ({
  name: `${lib}-imports-only-${allowed.join('-') || 'nothing'}`,
  comment: 'architecture.cjs lists who may import whom.',
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: '^libs/', pathNot: `^libs/(${[lib, ...allowed].join('|')})/` },
}));

const frameworkSuffix =
  '(^|/)(main|index|[^/]+\\.(module|controller|service|repository|processor|client|guard|filter|interceptor|decorator|entity|dto|config|spec))\\.ts$';

module.exports = {
  forbidden: [
    ...layers,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'apps-are-islands',
      comment: 'Two apps that need the same code share a lib.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'nothing-imports-an-app',
      comment: 'A process is started, not imported.',
      severity: 'error',
      from: { path: '^(libs|local|bench)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'every-lib-is-in-the-table',
      comment: 'Add the lib to architecture.cjs with what it may import.',
      severity: 'error',
      from: {},
      to: { path: '^libs/', pathNot: `^libs/(${Object.keys(mayImport).join('|')})/` },
    },
    {
      name: 'front-door-only',
      comment: 'A lib is entered through its index.ts; inside a lib imports are relative.',
      severity: 'error',
      from: { path: '^(apps|libs|test|bench|local)/([^/]+)' },
      to: { path: '^libs/([^/]+)/src/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'no-own-front-door',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/(?!index\\.ts$)' },
      to: { path: '^libs/$1/src/index\\.ts$' },
    },
    {
      name: 'bullmq-lives-in-job-runtime',
      severity: 'error',
      from: { path: '^(apps|libs|local)/', pathNot: '^libs/job-runtime/' },
      to: { path: 'node_modules/(@nestjs/bullmq|bullmq|ioredis|@bull-board)/' },
    },
    {
      name: 'plain-file-plain-typescript',
      comment: 'Only a file whose suffix says so may use the framework.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [frameworkSuffix, '^libs/(testing|local-servers)/', '^libs/database/src/migrations/'],
      },
      to: {
        path: 'node_modules/(@nestjs|bullmq|ioredis|typeorm|pg|fastify|@bull-board)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'tests-are-leaves',
      severity: 'error',
      from: { pathNot: '(\\.spec\\.ts$|^test/|^libs/testing/)' },
      to: { path: '(\\.spec\\.ts$|^test/|^libs/testing/)' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(apps|libs|local)/', pathNot: '\\.mjs$' },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'production-has-no-dev-dependency',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$', '^libs/(testing|local-servers)/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
