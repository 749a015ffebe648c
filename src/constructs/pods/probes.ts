import { Duration } from 'cdk8s';
import { withoutUndefined } from '../../common/data/json';
import { absolutePath, portNumber } from '../../common/props/checks';
import { duration } from '../../common/props/construct-props';
import { flag, number, optional, struct, text } from '../../common/props/prop-types';

/** How Kubernetes asks a service whether it lives and serves. */
export interface ServiceProbes {
  /**
   * Path that answers 200 once the service serves.
   *
   * @default - what the service is known to answer; where nothing is known, an open port counts
   */
  readonly path?: string;

  /**
   * Port to ask.
   *
   * @default - the one that the service is known to answer at; where nothing is known, its first
   */
  readonly port?: number;

  /**
   * How long the service may take to open that port, before it is started anew.
   *
   * @default Duration.minutes(5)
   */
  readonly startup?: Duration;

  /**
   * Whether to leave the probes out.
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

/** What is known of how a service answers. */
export interface Health {
  readonly path?: string;
  readonly port: number;
}

/** The port that probes ask; none where nothing is known of any. */
export function probedPort(
  known: Health | undefined, { port = known?.port, disabled }: ServiceProbes,
): number | undefined {
  return disabled ? undefined : port;
}

/**
 * The probes of a container. It is ready when the path answers, and alive as long as the port is open: a
 * service that is too busy to answer is left alone by its callers, not killed.
 *
 * @param portOf a port as the caller writes it
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
    // Without a path both would ask the same, and the second would say nothing.
    livenessProbe: path === undefined ? undefined : { ...open, failureThreshold: 3 },
    readinessProbe: path === undefined
      ? { ...open, failureThreshold: 3 }
      : { httpGet: { path, port }, periodSeconds: PERIOD_SECONDS, timeoutSeconds: 5, failureThreshold: 3 },
  });
}
