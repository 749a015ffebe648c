import { Duration } from 'cdk8s';
import { withoutUndefined } from '../../common/data/json';
import { absolutePath, portNumber } from '../../common/props/checks';
import { duration } from '../../common/props/construct-props';
import { flag, number, optional, struct, text } from '../../common/props/prop-types';

/** The probes of a service. */
export interface ServiceProbes {
  /**
   * Path that answers 200 once the service is ready.
   *
   * @default - the known path of the service; without one, an open port is enough
   */
  readonly path?: string;

  /**
   * Port of the probes.
   *
   * @default - the known port of the service; without one, its first port
   */
  readonly port?: number;

  /**
   * How long the service may take to open that port before Kubernetes restarts it.
   *
   * @default Duration.minutes(5)
   */
  readonly startup?: Duration;

  /**
   * Whether to omit the probes.
   *
   * @default false
   */
  readonly disabled?: boolean;
}

const PERIOD_SECONDS = 10;

export const SERVICE_PROBES = struct<ServiceProbes>({
  path: optional(text(absolutePath)),
  port: optional(number(portNumber)),
  startup: optional(duration(Duration.seconds(PERIOD_SECONDS))),
  disabled: optional(flag),
});

export interface Health {
  readonly path?: string;
  readonly port: number;
}

/** The port of the probes; undefined if none is known. */
export function probedPort(
  known: Health | undefined, { port = known?.port, disabled }: ServiceProbes,
): number | undefined {
  return disabled ? undefined : port;
}

/**
 * The probes of a container. It is ready when the path answers, and alive as long as the port is open, so a
 * busy service gets no requests but is not restarted.
 *
 * @param portOf converts a port into the caller's format
 */
export function probesOf(
  known: Health | undefined, props: ServiceProbes, portOf: (port: number) => unknown,
): Record<string, unknown> {
  const { path = known?.path, startup } = props;
  const asked = probedPort(known, props);
  if (asked === undefined) {
    return {};
  }
  const port = portOf(asked);
  const open = { tcpSocket: { port }, periodSeconds: PERIOD_SECONDS };
  const attempts = Math.ceil(
    (startup ?? Duration.minutes(5)).toSeconds({ integral: false }) / PERIOD_SECONDS,
  );
  return withoutUndefined({
    startupProbe: { ...open, failureThreshold: attempts },
    // Without a path, both probes would be the same.
    livenessProbe: path === undefined ? undefined : { ...open, failureThreshold: 3 },
    readinessProbe: path === undefined
      ? { ...open, failureThreshold: 3 }
      : { httpGet: { path, port }, periodSeconds: PERIOD_SECONDS, timeoutSeconds: 5, failureThreshold: 3 },
  });
}
