// Nest 12 is ESM only; on Node 20 Jest can load it only when swc turns node_modules into CommonJS as well.
const transform = {
  '^.+\\.(t|m?j)s$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        keepClassNames: true,
      },
      module: { type: 'commonjs' },
    },
  ],
};

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  rootDir: __dirname,
  testMatch,
  testEnvironment: 'node',
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'json', 'ts'],
  moduleNameMapper: { '^@bonafide/([^/]+)$': '<rootDir>/libs/$1/src/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.local'],
  transformIgnorePatterns: [],
  transform,
  setupFiles: ['reflect-metadata'],
  ...more,
});

module.exports = {
  projects: [
    project('unit', ['<rootDir>/{apps,libs,local}/**/*.spec.ts']),
    project('architecture', ['<rootDir>/test/architecture/**/*.spec.ts']),
    project('flow', ['<rootDir>/test/flow/**/*.spec.ts']),
    project('faults', ['<rootDir>/test/faults/**/*.spec.ts']),
  ],
};
