import { ChartVersion, ControlPlaneProps, RouteGroup } from '../../../../src';
import { servicePortNumber, KNOWN_SERVICES } from '../../../../src/contract/union/services';
import { verify } from '../../../../src/verify/verify';
import { drawn } from '../../../_tools/drawn';
import { PLAIN } from '../../../_tools/plain-plane';
import { Manifest } from '../../../examples/_dist';
import { controlPlaneManifests, EDGES } from '../_planes';

/** A Service, and a port of it by name or number. */
type Target = [service: string, port: string | number];

/** Wherever an object sends requests, guards included. */
function targets(manifest: Manifest): Target[] {
  const { kind, spec, metadata } = manifest as any;
  switch (kind) {
    case 'Ingress':
      return [
        ...spec.rules.flatMap(({ http }: any) => http.paths)
          .map(({ backend: { service } }: any): Target => [service.name, service.port.number ?? service.port.name]),
        ...addressOf(metadata.annotations?.['nginx.ingress.kubernetes.io/auth-url']),
      ];
    case 'HTTPRoute':
    case 'GRPCRoute':
      return spec.rules.flatMap(({ backendRefs = [] }: any) => backendRefs).map(({ name, port }: any): Target => [name, port]);
    case 'IngressRoute':
      return spec.routes.flatMap(({ services = [] }: any) => services)
        .filter((service: any) => service.kind !== 'TraefikService').map(({ name, port }: any): Target => [name, port]);
    case 'Middleware':
      return addressOf(spec.forwardAuth?.address);
    case 'SecurityPolicy':
      return [...spec.extAuth?.http?.backendRefs ?? []].map(({ name, port }: any): Target => [name, port]);
    default:
      return [];
  }
}

function addressOf(url: string | undefined): Target[] {
  const host = url && /^https?:\/\/([^./:]+)[^/:]*(?::(\d+))?/.exec(url);
  return host ? [[host[1], Number(host[2] ?? 80)]] : [];
}

/** Targets that no emitted Service offers on a port that a container of its pods listens on. */
function deadEnds(manifests: Manifest[]): string[] {
  const services = new Map(manifests.filter(({ kind }) => kind === 'Service').map((service: any) => [service.metadata.name, service.spec]));
  const listens = (selector: Record<string, string>, port: number | string) => manifests.some(({ kind, spec }: any) =>
    kind === 'Deployment' && Object.entries(selector).every(([label, value]) => spec.template.metadata.labels[label] === value)
    && spec.template.spec.containers.flatMap(({ ports = [] }: any) => ports).some((each: any) => each.containerPort === port || each.name === port));
  const leads = ([name, port]: Target) => {
    const offered = services.get(name)?.ports.find((candidate: any) => candidate.port === port || candidate.name === port);
    return offered !== undefined && listens(services.get(name).selector, offered.targetPort);
  };
  return [...new Set(manifests.flatMap(targets).filter((target) => !leads(target)).map((target) => target.join(':')))];
}

const everything = (release: ChartVersion) => KNOWN_SERVICES.filter((name) => !release._contract.controlPlane.routes.missingBackends.includes(name));

const RELEASES = ChartVersion._all.map((release): [string, ChartVersion] => [`${release}`, release]);

describe.each(drawn(Object.keys(EDGES), 1))('%s', (edge) => {
  const build = (props: Partial<ControlPlaneProps>) => controlPlaneManifests({ ...EDGES[edge], ...props });

  test.each(drawn(RELEASES, 1))('%s: every route leads to a port that a container listens on', (_release, chartVersion) => {
    for (const services of [undefined, [], everything(chartVersion)]) {
      const manifests = build({ chartVersion, services });
      expect(manifests.flatMap(targets).length).toBeGreaterThan(5);
      expect(deadEnds(manifests)).toEqual([]);
    }
  });

  test('a service brings its routes, and leaves with them', () => {
    const backends = (manifests: Manifest[]) => new Set(manifests.flatMap(targets).map(([name]) => name));
    const few = backends(build({ services: ['usage'] }));
    expect(few).toContain('usage');
    expect(few).not.toContain('executions');
    expect(backends(build({ services: ['usage', 'executions'] }))).toContain('executions');
  });

  test('others may serve some, and only these routes have no Service here', () => {
    expect(deadEnds(build({ servedElsewhere: ['actions', 'dataproxy'] })).sort()).toEqual(['actions:80', 'dataproxy:80', 'dataproxy:81']);
  });

  test('a service of one\'s own takes the place of one of Union\'s, and has routes of its own', () => {
    const ownServices = {
      flyteconsole: { image: 'registry.example.com/console:1', ports: [{ name: 'http', port: 80, targetPort: 3000 }] },
      reports: { image: 'registry.example.com/reports:1', ports: [{ name: 'http', port: 9000 }], args: ['serve'] },
    };
    const manifests = build({ services: [], ownServices, edge: { ...PLAIN.edge, extraRoutes: [{ group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 9000 }] } });
    expect(deadEnds(manifests)).toEqual([]);
    expect(manifests.flatMap(targets).map(([name]) => name)).toEqual(expect.arrayContaining(['flyteconsole', 'reports']));
    const pod = (manifests as any[]).find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'reports').spec.template.spec;
    expect(pod.containers[0]).toMatchObject({ image: 'registry.example.com/reports:1', args: ['serve'], ports: [{ name: 'http', containerPort: 9000 }] });
    // It has no settings of Union and no credentials.
    expect(pod.volumes.map(({ name }: any) => name)).toEqual(['tmp']);
  });

  test('a service that is served elsewhere may have a name that every JavaScript object knows', () => {
    const made = (name: string) => JSON.stringify(build({
      servedElsewhere: [name],
      edge: { ...PLAIN.edge, extraRoutes: [{ group: RouteGroup.GUARDED_HTTP, path: '/own', service: name, port: 9000 }] },
    })).replaceAll(name, 'own');
    expect(made('constructor')).toBe(made('konstruktor'));
  });
});

describe.each(drawn(Object.keys(EDGES), 1))('the verifier on %s', (edge) => {
  const findings = (manifests: readonly Manifest[]) => {
    const report = verify([{ name: 'plane.yaml', text: manifests.map((manifest) => `---\n${JSON.stringify(manifest)}\n`).join('') }]);
    expect([...report.passed, ...report.findings.map(({ rule }) => rule)]).toContain('route-backend-missing');
    return report.findings.map(({ rule, expected }) => `${rule}: ${expected}`);
  };

  test('finds nothing for any services and servers', () => {
    expect(findings(controlPlaneManifests(EDGES[edge]))).toEqual([]);
    expect(findings(controlPlaneManifests({ ...EDGES[edge], servedElsewhere: ['actions', 'dataproxy'] }))).toEqual([]);
  });

  test('finds the route whose Service is gone', () => {
    const broken = controlPlaneManifests(EDGES[edge]).filter(({ kind, metadata }) => !(kind === 'Service' && metadata.name === 'executions'));
    expect(new Set(findings(broken))).toEqual(new Set(['route-backend-missing: a Service executions in namespace union-cp']));
  });
});

test('omitting services opens nothing: the rest of a guarded path is guarded or not routed', () => {
  for (const { _contract: { controlPlane } } of ChartVersion._all) {
    const open = controlPlane.routes.groups.filter(({ guard }) => guard === 'open').flatMap(({ routes }) => routes);
    const guarded = controlPlane.routes.groups.filter(({ guard }) => guard !== 'open').flatMap(({ routes }) => routes);
    const trees = open.filter(({ path }) => path.endsWith('/*')).map(({ path }) => path.slice(0, -1));
    expect(guarded.filter(({ path }) => trees.some((tree) => path.startsWith(tree)))).toEqual([]);
    expect(open.map(({ service, port }) => servicePortNumber(service, port))).not.toHaveLength(0);
  }
});

test.each<[string, Partial<ControlPlaneProps>, string]>([
  ['an unknown name', { services: ['billing'] }, 'services[0]: "billing" is not a supported service of chart release 2026.8; known: authorizer, cacheservice, cluster,'],
  ['a misspelt name', { services: ['executons'] }, 'services[0]: "executons" is not a supported service of chart release 2026.8; did you mean executions? (in an app'],
  ['one of another release', { chartVersion: ChartVersion.V2026_3, services: ['identity'] }, 'services[0]: "identity" is not a supported service of chart release 2026.3'],
  ['one that needs ScyllaDB', { services: ['actions'] }, 'services[0]: "actions" needs ScyllaDB, which the library does not set up; run it with Union\'s chart (in an app, list it in servedElsewhere'],
  ['one\'s own without an image', { ownServices: { reports: { ports: [{ name: 'http', port: 80 }] } } }, 'ownServices.reports.image: required; give the image of a service of your own'],
  ['one\'s own without ports', { ownServices: { reports: { image: 'x', ports: [] } } }, 'ownServices.reports.ports: [] must not be empty; give the ports'],
  ['a name of a port twice', { ownServices: { reports: { image: 'x', ports: [{ name: 'a', port: 80 }, { name: 'a', port: 81 }] } } }, 'ownServices.reports.ports[1].name: "a" is given twice'],
  ['a port twice', { ownServices: { reports: { image: 'x', ports: [{ name: 'a', port: 80 }, { name: 'b', port: 80 }] } } }, 'ownServices.reports.ports[1].port: 80 is given twice'],
  [
    'one\'s own in the place of Union\'s without its ports',
    { ownServices: { usage: { image: 'x', ports: [{ name: 'http', port: 81 }] } } },
    'ownServices.usage.ports: [81] has no 83, to which routes of this release lead; add { name: \'connect\', port: 83, targetPort: … }',
  ],
  ['two images', { services: [], ownServices: { usage: { image: 'x', ports: [{ name: 'http', port: 80 }] } }, settings: { usage: { image: 'y' } } }, 'ownServices.usage.image: "x" conflicts with settings.usage'],
  [
    'one\'s own by a name that every JavaScript object knows',
    { ownServices: { constructor: { image: 'x', ports: [{ name: 'http', port: 80 }] } as any } },
    'ownServices.constructor: "constructor" is not a valid construct ID; use another name',
  ],
  [
    'a route to a name that every object knows',
    { edge: { ...PLAIN.edge, extraRoutes: [{ group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'constructor', port: 80 }] } },
    'edge.extraRoutes[0].service: "constructor" is not a service of this plane, so the route leads nowhere',
  ],
  ['configuration of a console', { settings: { flyteconsole: { config: { a: 1 } } } }, 'settings.flyteconsole.config: "flyteconsole" reads no config files'],
  ['elsewhere and here', { servedElsewhere: ['usage'] }, 'servedElsewhere[0]: "usage" is already a service of this plane'],
  ['elsewhere for nothing', { servedElsewhere: ['billing'] }, 'servedElsewhere[0]: "billing" is the backend of no route; routes of this release lead to actions, authorizer,'],
  [
    'a route of one\'s own to nowhere',
    { edge: { ...PLAIN.edge, extraRoutes: [{ group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'reports', port: 80 }] } },
    'edge.extraRoutes[0].service: "reports" is not a service of this plane, so the route leads nowhere',
  ],
  [
    'a route of one\'s own to a port that is not there',
    { edge: { ...PLAIN.edge, extraRoutes: [{ group: RouteGroup.GUARDED_HTTP, path: '/reports', service: 'usage', port: 9000 }] } },
    'edge.extraRoutes[0].port: 9000 is not a port of usage; it has 80, 81, 82, 83',
  ],
])('rejects %s', (_, props, problem) => expect(() => controlPlaneManifests(props)).toThrow(problem));
