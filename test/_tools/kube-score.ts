import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findTool, KUBE_SCORE_VERSION, needing } from './needs';

/** kube-score, where it is here. */
const KUBE_SCORE = findTool('version', join(`kube-score-${KUBE_SCORE_VERSION}`, 'kube-score'), 'kube-score');

/** Like `describe`, where kube-score is installed. */
export function describeWithKubeScore(name: string, body: () => void): void {
  needing('kube-score', KUBE_SCORE !== undefined).describe(name, body);
}

/** What kube-score finds wrong with an object. */
export interface Remark {
  readonly check: string;
  readonly grade: 'critical' | 'warning';
  /** Kind and name of the object. */
  readonly object: string;
  readonly comments: readonly string[];
}

interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}

/** As kube-score grades (`scorecard.Grade`). */
const GRADES: Readonly<Record<number, Remark['grade']>> = { 1: 'critical', 5: 'warning' };

/** Everything critical or worth a warning, by its default checks and the optional one of seccomp profiles. */
export function kubeScore(manifests: string): Remark[] {
  const args = ['score', '--output-format', 'json', '--kubernetes-version', 'v1.34', '--enable-optional-test', 'container-seccomp-profile', '-'];
  const scored = JSON.parse(run(args, manifests)) as Scored[];
  return scored.flatMap(({ type_meta: { kind }, object_meta: { name }, checks }) => checks
    .filter(({ skipped, grade }) => !skipped && GRADES[grade] !== undefined)
    .map(({ check: { id }, grade, comments }) => ({
      check: id, grade: GRADES[grade], object: `${kind} ${name}`, comments: (comments ?? []).map(({ path, summary }) => (path ? `${path}: ${summary}` : summary)),
    })));
}

/** Its exit code says that there is something critical, and so does its output. */
function run(args: readonly string[], input: string): string {
  try {
    return execFileSync(KUBE_SCORE!, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    if (!stdout?.startsWith('[')) {
      throw new Error(`kube-score: ${stderr}`);
    }
    return stdout;
  }
}

/** What is not mended, and why. */
export const EXEMPTIONS: readonly { readonly check: string; readonly where: RegExp; readonly why: string }[] = [
  {
    check: 'pod-probes-identical',
    where: /^Deployment union-auth-gate-nginx$/,
    why: 'both probes ask its one port: nothing else tells whether nginx answers without asking flyteadmin, which must not restart the gate',
  },
  {
    check: 'container-security-context-user-group-id',
    where: /^Deployment (?!union-auth-gate)/,
    why: 'Union\'s charts run their images as the users 1001 and 1000; whether the images run as another nobody can know. `security` takes one',
  },
];

export function isExempt({ check, object }: Remark): boolean {
  return EXEMPTIONS.some((exemption) => exemption.check === check && exemption.where.test(object));
}
