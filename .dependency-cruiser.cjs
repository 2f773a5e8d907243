/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no order in which to be understood.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-closed',
      comment: 'ADR-0002: domain code imports domain code, nothing else, not even node:*.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'ports-are-contracts',
      comment: 'ADR-0002: a port names models and faults, never the logic that uses it.',
      severity: 'error',
      from: { path: '^src/domain/ports/' },
      to: { pathNot: '^src/domain/(ports|model|faults|shared|shape/problem)' },
    },
    {
      name: 'decisions-do-not-see-ports',
      comment: 'ADR-0003: a decision gets values, not things that fetch values.',
      severity: 'error',
      from: { path: '^src/domain/(?!ports/)' },
      to: { path: '^src/domain/ports/' },
    },
    {
      name: 'services-see-the-domain-only',
      comment: 'ADR-0002: services act through ports.',
      severity: 'error',
      from: { path: '^src/app/services/' },
      to: { path: '.', pathNot: '^src/(domain/|app/services/|app/app\.ts$)' },
    },
    {
      name: 'adapters-are-strangers',
      comment:
        'ADR-0002: a driven adapter imports the domain and itself, no other adapter and nothing of the app.',
      severity: 'error',
      from: { path: '^src/adapters/(?!cli/)([^/]+)/' },
      to: { path: '^src/', pathNot: '^src/(domain|adapters/$1)/' },
    },
    {
      name: 'cli-drives-the-app',
      comment: 'ADR-0002: the command line calls services and configuration, never a driven adapter.',
      severity: 'error',
      from: { path: '^src/adapters/cli/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/cli/' },
    },
    {
      name: 'container-only-in-composition',
      comment: 'ADR-0005: one place wires; nothing else knows the container.',
      severity: 'error',
      from: { pathNot: '^(src/app/composition|test/(component|architecture))/' },
      to: { path: 'node_modules/(inversify|@inversifyjs|reflect-metadata)/' },
    },
    {
      name: 'dockerode-stays-in-its-adapter',
      comment: 'ADR-0009: its hazards are contained in one folder.',
      severity: 'error',
      from: { pathNot: '^(src/adapters/docker-engine)/' },
      to: { path: 'node_modules/(dockerode|docker-modem|@types/dockerode)/' },
    },
    {
      name: 'src-never-imports-test',
      severity: 'error',
      comment: 'What ships does not depend on how it is judged.',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'unit-tests-see-the-domain-only',
      severity: 'error',
      comment: 'Unit and property tests are pure and fast because what they test is.',
      from: { path: '^test/(unit|property)/' },
      to: { path: '^src/(adapters|app)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.d.ts'],
    },
  },
};
