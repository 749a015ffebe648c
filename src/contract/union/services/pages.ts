import { RouteGroup } from '../routes';
import { RunAs, WorkloadContract } from '../workloads';
import { paths, ServiceDescription, ServiceRoutes, trees } from './service';

const { CONSOLE, OPEN_HTTP } = RouteGroup;

/**
 * Source: flyte-core 1.16.1 (console/deployment.yaml) and unionai/helm-charts 2026.8.3
 * (templates/console/deployment.yaml).
 */
const CONSOLE_USER: RunAs = { user: 1000, group: 65534 };

/** The console that a plane has where no one says otherwise. */
export const DEFAULT_CONSOLE = 'flyteconsole';

/**
 * Static pages that call the APIs with the cookies of their visitor: they need no configuration
 * and no credentials. Each has an image of its own (controlplane: values.yaml, `flyte.flyteconsole.image`,
 * `console.image`).
 */
export const PAGES: readonly ServiceDescription[] = [
  {
    ...page(DEFAULT_CONSOLE, '/healthz', {
      [OPEN_HTTP]: paths('http', '/healthz'),
      [CONSOLE]: [
        ...paths('http', '/'),
        ...trees('http', '/console', '/cost', '/dashboard', '/loading', '/resources'),
      ],
    }, { BASE_URL: '/console', CONFIG_DIR: '/etc/flyte/config' }),
    isOfFlyte: true,
    gatewayRules: {
      'controlplane-unprotected': [{ port: 80, exact: ['/healthz'] }],
      'controlplane-protected': [
        { exact: ['/'] },
        { port: 80, trees: ['/console', '/dashboard', '/resources', '/cost', '/loading'] },
      ],
    },
  },
  {
    ...page('unionconsole', '/v2/healthz', { [CONSOLE]: trees('http', '/v2') }),
    // templates/console/service.yaml.
    otherPorts: { 'http-metrics': 8081 },
    gatewayRules: {
      'controlplane-unprotected': [{ port: 80, exact: ['/v2/healthz'] }],
      'controlplane-protected': [{ port: 80, trees: ['/v2'] }],
    },
  },
];

/** @param health where it answers probes, which is where the chart's open routes lead */
function page(
  name: string,
  health: string,
  groups: ServiceRoutes['groups'],
  environment?: WorkloadContract['environment'],
): ServiceDescription {
  return {
    isConsole: true,
    image: name,
    workload: {
      name,
      container: name,
      ports: [{ name: 'http', containerPort: 8080, servicePort: 80 }],
      health: { path: health, port: 8080 },
      secretMounts: [],
      runAs: CONSOLE_USER,
      environment,
    },
    routes: [{ groups }],
  };
}
