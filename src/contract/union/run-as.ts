/** The user that an image runs as. */
export interface RunAs {
  readonly user: number;
  readonly group: number;
}

/**
 * Source: flyte-core 1.16.1 (admin/deployment.yaml), and cacheservice of unionai/helm-charts; the other
 * services name none.
 */
const DEFAULT: RunAs = { user: 1001, group: 65534 };

/**
 * Source: flyte-core 1.16.1 (console/deployment.yaml) and unionai/helm-charts 2026.8.3
 * (templates/console/deployment.yaml).
 */
const CONSOLE: RunAs = { user: 1000, group: 65534 };

/** Source: unionai/helm-charts, `union.authz.podSecurityContext`, rendered in Union mode. */
const ROLE_SERVICE: RunAs = { user: 1000, group: 1000 };

const OTHERS: Readonly<Record<string, RunAs>> = {
  'flyteconsole': CONSOLE,
  'unionconsole': CONSOLE,
  'union-authz': ROLE_SERVICE,
};

/** The user that Union's charts run a service as. */
export function runAsOf(service: string): RunAs {
  return OTHERS[service] ?? DEFAULT;
}
