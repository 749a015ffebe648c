import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { ChartVersion } from '../../../src';
import {
  chartPorts, CONSOLES, controlPlaneWorkloads, DEFAULT_SERVICES, FURTHER_PORTS, GUIDE_SERVICES, isUnionService, KNOWN_SERVICES, NEEDS_SCYLLA,
  serviceImage, servicePortNumber, SERVICES, SERVICES_OF_FLYTE, settingsOfOrganization, TRUSTING_SERVICES, workloadOf,
} from '../../../src/contract/union/services';
import { FLYTEADMIN } from '../../../src/contract/union/services/flyteadmin';
import { ServiceDescription } from '../../../src/contract/union/services/service';
import { DEFAULT_RESOURCES, DEFAULT_RUN_AS, Quantities } from '../../../src/contract/union/workloads';
import { plain } from '../_facts';

const SOURCES = join(__dirname, '..', '..', '..', 'src');

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

/** Files that say the word for another reason: by the word and the reason. */
const OTHERWISE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'actions': { 'a key at the top of the chart\'s values': ['contract/union/values-contract.ts'] },
  'authorizer': {
    'what all other services are told of it': ['contract/union/authorizer.ts'],
    'the section of config files': [
      'contract/union/releases/authorization-since-2026-4.ts', 'init/adopt/differences.ts', 'verify/model/authorization.ts', 'verify/values/chart-workload.ts',
    ],
    'a step of the picture': ['verify/drawing/control-plane.ts', 'verify/drawing/own-path.ts'],
  },
  'cluster': {
    'a cluster of Kubernetes': [
      'cli/config-options.ts', 'constructs/gitops/argo-application-set.ts', 'constructs/gitops/argo-application.ts', 'init/adopt/gitops.ts', 'init/interview.ts', 'init/program-of.ts',
      'init/questions/answers.ts', 'verify/edge/traefik/middlewares.ts', 'verify/engine/config-file.ts', 'verify/kube/home-index.ts', 'verify/kube/home.ts',
    ],
    'what a value means': ['contract/union/values-contract.ts', 'contract/union/values-places.ts'],
    'a key of the chart\'s values': ['verify/model/cluster-names.ts'],
  },
  'datacatalog': { 'a key at the top of the chart\'s values': ['contract/union/values-contract.ts'] },
  'dataproxy': { 'a key at the top of the chart\'s values': ['contract/union/values-contract.ts'] },
  'executions': { 'keys of the chart\'s values': ['contract/union/values-places.ts'] },
  'identity': {
    'the prop': ['constructs/edge/control-plane-edge.ts', 'constructs/edge/envoy-gateway/envoy-gateway-guard.ts'],
    'the variable of a printed program': ['init/identity-program.ts', 'init/planes-program.ts'],
    'the name of a headline': ['verify/rules/authorization.ts'],
    'a kind of header': ['contract/union/caller-headers.ts'],
    'a step of the doctor': ['doctor/path.ts'],
  },
  'organizations': { 'an audience of Entra ID': ['constructs/identity/providers/entra-id.ts', 'contract/providers/known-providers.ts'] },
  'union-authz': { 'what all other services are told of it': ['contract/union/authorizer.ts'] },
};

const FURTHER = SERVICES.map(({ workload }) => workload.name).filter((name) => name !== FLYTEADMIN.name);

describe('who adds a service writes its description, and nothing else', () => {
  test.each(FURTHER)('no file names %s but for another reason', (name) => {
    const naming = CODE.filter(({ code }) => code.includes(`'${name}'`)).map(({ path }) => path);
    expect(naming.sort()).toEqual(Object.values(OTHERWISE[name] ?? {}).flat().sort());
  });

  test('every reason is given for a service', () => expect(FURTHER).toEqual(expect.arrayContaining(Object.keys(OTHERWISE))));
});

test('every name is given once', () => {
  expect(new Set(FURTHER).size).toBe(FURTHER.length);
  expect(FURTHER.length).toBeGreaterThan(15);
});

test('a service that is not known runs a binary of its name', () => {
  expect(workloadOf('greeter').args).toEqual(['greeter', 'serve', '--config', '/etc/config/*.yaml']);
});

test.each([
  ['flyteadmin', 'redoc', 87], ['identity', 'connect', 83], ['cacheservice', 'grpc', 89],
])('%s offers %s on %d', (service, port, number) => expect(servicePortNumber(service, port)).toBe(number));

test('knows the port of every route of every release', () => {
  for (const { _contract: { controlPlane } } of ChartVersion._all) {
    for (const { service, port } of controlPlane.routes.groups.flatMap(({ routes }) => routes)) {
      expect(servicePortNumber(service, port)).toBeGreaterThan(0);
    }
  }
});

test('knows no port that a Service does not offer', () => {
  expect(() => servicePortNumber('flyteadmin', 'connect')).toThrow('The contract has no port connect of the Service flyteadmin.');
});

const inShort = ({ cpu, memory, ephemeralStorage }: Quantities) => [cpu, memory, ephemeralStorage].join(' ');

/** What a service is besides its routes, and besides what `workloads.txt` has. */
function factsOf({ workload, routes: _, gatewayRules: __, ofOrganization, ...description }: ServiceDescription): unknown {
  const { configMap, configDirectory, inits = [], database, settings, environment, runsOnce } = workload;
  const { resources: { requests, limits } = DEFAULT_RESOURCES, runAs: { user, group } = DEFAULT_RUN_AS } = workload;
  return plain({
    ...description,
    config: configMap && `${configMap} in ${configDirectory}`,
    inits: inits.map(({ name, command = [], args = [] }) => `${name}: ${[...command, ...args].join(' ')}`),
    database: database && `${database.name} in ${database.section} of ${database.file}, ${database.maxOpenConnections} connections`,
    resources: `${inShort(requests)} to ${inShort(limits)}`,
    runsAs: `${user}:${group}`,
    settings,
    environment,
    once: runsOnce,
    ofOrganization: ofOrganization?.('acme'),
  });
}

test('each service is what the charts render, and docs of Union say', () => {
  const facts = parse(readFileSync(join(__dirname, 'fixtures/services.yaml'), 'utf8')) as object;
  expect(Object.fromEntries(SERVICES.map((service) => [service.workload.name, factsOf(service)]))).toEqual(facts);
});

test('the lists of services are by what they are', () => expect({
  GUIDE_SERVICES, DEFAULT_SERVICES, NEEDS_SCYLLA, KNOWN_SERVICES, TRUSTING_SERVICES, CONSOLES, SERVICES_OF_FLYTE, FURTHER_PORTS,
}).toEqual({
  GUIDE_SERVICES: ['executions', 'cluster', 'usage'],
  DEFAULT_SERVICES: ['executions', 'cluster', 'usage', 'flyteconsole'],
  NEEDS_SCYLLA: ['actions', 'leasor', 'queue'],
  KNOWN_SERVICES: [
    'authorizer', 'cacheservice', 'cluster', 'dataproxy', 'executions', 'flyteconsole', 'identity', 'organizations', 'run-scheduler', 'union-authz', 'unionconsole', 'usage',
  ],
  TRUSTING_SERVICES: [
    'actions', 'authorizer', 'cacheservice', 'cluster', 'datacatalog', 'dataproxy', 'executions', 'identity', 'leasor', 'organizations', 'queue', 'run-scheduler', 'usage',
  ],
  CONSOLES: ['flyteconsole', 'unionconsole'],
  SERVICES_OF_FLYTE: ['flyteadmin', 'cacheservice', 'datacatalog', 'flyteconsole'],
  FURTHER_PORTS: { 'connect': 83, 'grpc-native': 8080, 'http-metrics': 10254 },
}));

test.each<[name: string, ports: object, image: string, isOfUnion: boolean]>([
  ['flyteadmin', { http: 80, grpc: 81, redoc: 87 }, 'services', true],
  ['authorizer', { grpc: 80, http: 81, debug: 82, connect: 83 }, 'services', true],
  ['actions', { grpc: 80, http: 81, debug: 82, admin: 9901 }, 'services', true],
  ['union-authz', { http: 8080 }, 'services', false],
  ['flyteconsole', { http: 80 }, 'flyteconsole', false],
  ['unionconsole', { 'http': 80, 'http-metrics': 8081 }, 'unionconsole', false],
  ['cacheservice', { http: 88, grpc: 89 }, 'services', false],
  ['greeter', {}, 'services', true],
])('%s: ports %j, image %s', (name, ports, image, isOfUnion) =>
  expect([chartPorts(name), serviceImage(name), isUnionService(name)]).toEqual([ports, image, isOfUnion]));

test('only the service of organizations has settings of the plane\'s organization', () => {
  expect(settingsOfOrganization('organizations', 'acme')).toEqual({
    organizations: { bootStrapConfig: { organizations: ['acme'], tenantType: 'SELF_MANAGED' } },
  });
  expect(settingsOfOrganization('executions', 'acme')).toEqual({});
});

test('flyteadmin and its scheduler are first of all services', () => {
  expect(controlPlaneWorkloads(ChartVersion._current._contract).map(({ name }) => name)).toEqual(['flyteadmin', 'flytescheduler', ...KNOWN_SERVICES, ...NEEDS_SCYLLA]);
});
