import { dirname } from 'node:path';
import { kubeBinaries } from '../../test/_tools/kube-binaries';
import { roleOnCall } from '../../test/doctor/_role';
import { command } from '../_support/command';
import { temporaryDirectory } from '../_support/processes';
import { Audited } from './_api-server';
import { World } from './_world';

export const HOST = 'union.example.com';

/** The report of `doctor --kube`. */
export interface Said {
  readonly code: number;
  readonly text: string;
  /** The findings about the cluster, each with its object. */
  readonly found: readonly string[];
  /** What could not be read. */
  readonly unread: readonly string[];
}

/** A person with the role of docs/doctor.md, and optionally more rights. */
export class OnCall {
  /** @param rights further rules of the role for namespaces */
  public static async start(world: World, ...rights: object[]): Promise<OnCall> {
    const role = roleOnCall().map((object) => (
      object.kind === 'ClusterRole' && object.metadata.name === 'union-doctor' ? { ...object, rules: [...object.rules as object[], ...rights] } : object));
    await world.clients.apply(role, 'server-side');
    return new OnCall(world);
  }

  private readonly home = temporaryDirectory('on-call');

  private constructor(private readonly world: World) {}

  /** The person's requests to the API server. */
  public get asked(): readonly Audited[] {
    return this.world.api.auditOf('grace');
  }

  /**
   * Runs `doctor --kube`; nothing answers at the host.
   *
   * @param host name of the API server for kubectl
   */
  public async ask(env: Record<string, string> = {}, host?: string): Promise<Said> {
    const kubeconfig = this.world.api.kubeconfigAs('grace', ['union-oncall'], host);
    const args = ['doctor', HOST, '--connect-to', `${HOST}:443:127.0.0.1:1`, '--kube', '--format', 'json'];
    const { code, out, err } = await command(args, { KUBECONFIG: kubeconfig, HOME: this.home, PATH: dirname(kubeBinaries().kubectl), ...env });
    const { findings, coverage } = JSON.parse(out || '{"findings":[],"coverage":{"open":[]}}') as {
      findings: { rule: string; found: string; object: { kind: string; name: string } }[];
      coverage: { open: { missing: string }[] };
    };
    return {
      code,
      text: out + err,
      found: findings.filter(({ rule }) => rule !== 'live-unreachable').map(({ rule, object, found }) => `${rule}: ${object.kind} ${object.name}: ${found}`),
      unread: coverage.open.flatMap(({ missing }) => /^(.*) could not be read/.exec(missing)?.[1] ?? []),
    };
  }
}
