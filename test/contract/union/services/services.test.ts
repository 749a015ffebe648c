import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { KNOWN_SERVICES, SERVICES, TRUSTING_SERVICES, workloadOf } from '../../../../src/contract/union/services';
import { FLYTEADMIN } from '../../../../src/contract/union/services/flyteadmin';

const SOURCES = join(__dirname, '..', '..', '..', '..', 'src');

/** Where services are described. */
const THEIR_PLACE = 'contract/union/services/';

/** Compiled from what people read, which names services. */
const TEXTS = /^(verify|doctor)\/texts\/|^verify\/symptoms\/symptom-groups\.ts$/;

/** How a look at what runs names a workload: whoever reads it must know the name. */
const LOOK = /logs\(\s*'\$CP', '[\w-]+'/g;

const CODE = readdirSync(SOURCES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(SOURCES, path), code: withoutComments(readFileSync(path, 'utf8')).replace(LOOK, '') }))
  .filter(({ path }) => !path.startsWith(THEIR_PLACE) && !TEXTS.test(path));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

/** Files that say the word for another reason, and the reason. */
const OTHERWISE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'actions': { 'contract/union/values-contract.ts': 'a key at the top of the chart\'s values' },
  'authorizer': {
    'contract/union/authorizer.ts': 'what all other services are told of it',
    'contract/union/releases/authorization-since-2026-4.ts': 'the section of config files',
    'init/adopt/differences.ts': 'the section of config files',
    'verify/model/authorization.ts': 'the section of config files',
    'verify/drawing/control-plane.ts': 'a step of the picture',
    'verify/drawing/own-path.ts': 'a step of the picture',
    'verify/values/chart-workload.ts': 'the section of config files',
  },
  'cluster': {
    'cli/config-options.ts': 'a cluster of Kubernetes',
    'constructs/gitops/argo-application-set.ts': 'a cluster of Kubernetes',
    'constructs/gitops/argo-application.ts': 'a cluster of Kubernetes',
    'contract/union/values-contract.ts': 'what a value means',
    'contract/union/values-places.ts': 'what a value means',
    'init/adopt/gitops.ts': 'a cluster of Kubernetes',
    'init/interview.ts': 'a cluster of Kubernetes',
    'init/program-of.ts': 'a cluster of Kubernetes',
    'init/questions/answers.ts': 'a cluster of Kubernetes',
    'verify/edge/traefik/middlewares.ts': 'a cluster of Kubernetes',
    'verify/engine/config-file.ts': 'a cluster of Kubernetes',
    'verify/kube/home.ts': 'a cluster of Kubernetes',
    'verify/model/cluster-names.ts': 'a key of the chart\'s values',
    'verify/model/trusted-clients.ts': 'a cluster of Kubernetes',
  },
  'datacatalog': { 'contract/union/values-contract.ts': 'a key at the top of the chart\'s values' },
  'dataproxy': { 'contract/union/values-contract.ts': 'a key at the top of the chart\'s values' },
  'executions': { 'contract/union/values-places.ts': 'keys of the chart\'s values' },
  'identity': {
    'constructs/edge/control-plane-edge.ts': 'the prop',
    'constructs/edge/envoy-gateway/envoy-gateway-guard.ts': 'the prop',
    'init/identity-program.ts': 'the variable of a printed program',
    'init/planes-program.ts': 'the variable of a printed program',
    'verify/rules/authorization.ts': 'the name of a headline',
    'contract/union/caller-headers.ts': 'a kind of header',
    'doctor/path.ts': 'a step of the doctor',
  },
  'organizations': {
    'constructs/identity/providers/entra-id.ts': 'an audience of Entra ID',
    'contract/providers/known-providers.ts': 'an audience of Entra ID',
  },
  'union-authz': { 'contract/union/authorizer.ts': 'what all other services are told of it' },
};

const FURTHER = SERVICES.map(({ workload }) => workload.name).filter((name) => name !== FLYTEADMIN.name);

describe('who adds a service writes its description, and nothing else', () => {
  test.each(FURTHER)('no file names %s but for another reason', (name) => {
    const naming = CODE.filter(({ code }) => code.includes(`'${name}'`)).map(({ path }) => path);
    expect(naming.sort()).toEqual(Object.keys(OTHERWISE[name] ?? {}).sort());
  });

  test('every reason is given for a service', () => expect(FURTHER).toEqual(expect.arrayContaining(Object.keys(OTHERWISE))));
});

test('every name is given once', () => {
  expect(new Set(FURTHER).size).toBe(FURTHER.length);
  expect(FURTHER.length).toBeGreaterThan(15);
});

test('services that routes name and no chart renders cannot be set up', () => {
  expect(SERVICES.filter(({ inChart }) => inChart === 'never').map(({ workload }) => workload.name).filter((name) => KNOWN_SERVICES.includes(name)))
    .toEqual([]);
});

test('the consoles and the keeper of roles trust no headers', () => {
  expect(KNOWN_SERVICES.filter((name) => !TRUSTING_SERVICES.includes(name))).toEqual(['flyteconsole', 'union-authz', 'unionconsole']);
});

test('a service that is not known runs a binary of its name', () => {
  expect(workloadOf('greeter').args).toEqual(['greeter', 'serve', '--config', '/etc/config/*.yaml']);
});
