import { groupsByKey, oncePer } from '../../common/data/collections';
import type { Field } from '../read/field';
import type { Home } from './home';
import { HomeIndex } from './home-index';
import { asText, asTextMap } from './json-access';
import { KubeView } from './kube-object';
import type { KubeObject } from './kube-object';
import type { Workload } from './workload';

export interface ServicePort {
  readonly name?: string;
  readonly port?: string;
  readonly target?: string;
  /** As the port declares it: `kubernetes.io/h2c`, `grpc`, … */
  readonly appProtocol?: string;
}

export class Service extends KubeView {
  public readonly ports: readonly ServicePort[];

  public constructor(object: KubeObject) {
    super(object);
    this.ports = object.objectsAt('spec', 'ports').map(({ name, port, targetPort, appProtocol }) => ({
      name: asText(name),
      port: asText(port),
      target: asText(targetPort),
      appProtocol: asText(appProtocol),
    }));
  }

  public get type(): string {
    return this.object.textAt('spec', 'type') ?? 'ClusterIP';
  }

  public get selector(): Readonly<Record<string, string>> {
    return asTextMap(this.object.at('spec', 'selector'));
  }

  public field(...path: readonly string[]): Field {
    return this.object.field('spec', ...path);
  }

  public port(nameOrNumber: string | undefined): ServicePort | undefined {
    return this.ports.find(({ name, port }) =>
      port === nameOrNumber || (name !== undefined && name === nameOrNumber));
  }
}

/** The Services of the input, and the workloads behind them. */
export class Services {
  public readonly podsOf = oncePer((service: Service): readonly Workload[] => {
    const wanted = Object.entries(service.selector);
    // One label finds the candidates, without a search in all namespaces.
    const candidates = wanted.length === 0 ? [] : this.labelled().near(labelText(wanted[0]), service);
    return candidates.filter((workload) =>
      wanted.every(([name, value]) => asText(workload.podLabels[name]) === value));
  });

  private readonly byName = new HomeIndex<Service>();
  private byLabel?: HomeIndex<Workload>;
  private byWorkload?: ReadonlyMap<Workload, readonly { readonly service: Service }[]>;

  public constructor(
    public readonly all: readonly Service[], private readonly workloads: readonly Workload[],
  ) {
    all.forEach((service) => this.byName.add(service.name, service, service));
  }

  /** The Services that select a workload's pods. */
  public before(workload: Workload): readonly Service[] {
    this.byWorkload ??= groupsByKey(
      this.all.flatMap((service) => this.podsOf(service).map((pods) => ({ service, pods }))),
      ({ pods }) => pods,
    );
    return this.byWorkload.get(workload)?.map(({ service }) => service) ?? [];
  }

  public named(name: string, near: Home): Service | undefined {
    return this.byName.near(name, near)[0];
  }

  /** The pods' port behind a Service's; its own if the input has no pods. */
  public containerPort(service: Service, nameOrNumber: string | undefined): string | undefined {
    const found = service.port(nameOrNumber);
    if (found === undefined) {
      return nameOrNumber && 'none';
    }
    const { target = found.port } = found;
    if (target === undefined || /^\d+$/.test(target)) {
      return target;
    }
    const ports = this.podsOf(service).flatMap(({ containers }) => containers.flatMap((each) => each.ports));
    const unnamed = ports.length === 0 ? found.port : 'none';
    return ports.find(({ name }) => name === target)?.number ?? unnamed;
  }

  private labelled(): HomeIndex<Workload> {
    if (this.byLabel === undefined) {
      this.byLabel = new HomeIndex();
      for (const workload of this.workloads) {
        for (const [name, value] of Object.entries(workload.podLabels)) {
          this.byLabel.add(labelText([name, asText(value)]), workload, workload);
        }
      }
    }
    return this.byLabel;
  }
}

function labelText([name, value]: readonly [string, string | undefined]): string {
  return `${name}=${value ?? ''}`;
}
