import type { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JsonObject } from '../_internal/json';
import { Problems } from '../_internal/problems';
import { ImageProps, _checkImages } from './images';
import { Workload, WorkloadProps } from './workload';

/** What the user may change about single services. */
export interface ServiceOptions extends ImageProps {
  readonly extraConfig?: { [service: string]: JsonObject };
}

/** Config files are read in the order of their names; the last wins. */
const EXTRA_CONFIG_FILE = 'zz-extra.yaml';

/** The services of one plane, by name. */
export class PlaneWorkloads {
  private readonly byName = new Map<string, Workload>();

  /** Checks everything before the first object exists. */
  public constructor(private readonly subject: string, private readonly names: readonly string[], private readonly options: ServiceOptions) {
    const problems = new Problems(subject);
    _checkImages(problems, options);
    names.forEach((name, i) => {
      problems.check('services', name, (value) => (names.indexOf(value) < i ? 'is named twice, or is always there; name each further service once' : undefined));
    });
    for (const prop of ['extraConfig', 'images'] as const) {
      for (const service of Object.keys(options[prop] ?? {})) {
        problems.check(`${prop}.${service}`, service, (name) => (names.includes(name) ? undefined : this.unknown()));
      }
    }
    problems.throwIfAny();
  }

  public add(scope: Construct, props: WorkloadProps): Workload {
    const { name } = props.contract;
    const extra = this.options.extraConfig?.[name];
    const configFiles = extra ? new Map([...props.configFiles, [EXTRA_CONFIG_FILE, extra]]) : props.configFiles;
    const workload = new Workload(scope, name, { ...props, configFiles });
    this.byName.set(name, workload);
    return workload;
  }

  public deployment(service: string): Deployment {
    new Problems(this.subject).check('service', service, (name) => (this.names.includes(name) ? undefined : this.unknown())).throwIfAny();
    return this.byName.get(service)!.deployment;
  }

  private unknown(): string {
    return `is no service of this plane; it has ${this.names.join(', ')}`;
  }
}
