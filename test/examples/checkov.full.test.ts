import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkov } from '../../e2e/tools/checkov';
import { needing } from '../_tools/needs';
import { ROOT, runHere } from './_dist';

/** What checkov finds in the examples and is not mended, each with the reason. A line that matches nothing is out of date. */
const REMAINING: readonly { readonly check: string; readonly where: RegExp; readonly why: string }[] = [
  { check: 'CKV_K8S_43', where: /union-auth-gate/, why: 'the gate sees every cookie, and a digest would leave it without the fixes of nginx; gate.image takes one' },
  { check: 'CKV_K8S_43', where: /^Deployment\.union(-cp)?\.(?!union-auth-gate)/, why: 'Union publishes its images by tag, in the version of the charts' },
  { check: 'CKV_K8S_40', where: /^Deployment\.union(-cp)?\.(?!union-auth-gate)/, why: 'the images run as the users of Union\'s charts, 1001 and 1000; settings take another' },
  {
    check: 'CKV_K8S_38',
    where: /\.(flyteadmin|union-operator|flytepropeller|union-syncresources|leaseworker)$/,
    why: 'these call the Kubernetes API, with the roles of docs/roles.md; no other pod gets a token',
  },
  { check: 'CKV_K8S_8', where: /\.union-syncresources$/, why: 'it listens on no port: nothing can be asked' },
  { check: 'CKV_K8S_9', where: /\.union-syncresources$/, why: 'as above' },
  { check: 'CKV_K8S_', where: /\.cost-exporter$/, why: 'a manifest of others, which the example includes as it is' },
];

interface Failed {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}

function failedIn(folder: string): string[] {
  const args = ['-m', 'checkov.main', '-d', folder, '--framework', 'kubernetes', '--compact', '--quiet', '-o', 'json', '--skip-download', '--soft-fail'];
  const env = { ...process.env, PYTHONPATH: join(checkov.locate()!, '..', '..'), BC_SKIP_MAPPING: 'TRUE', CHECKOV_RENDER_MAX_LEN: '0' };
  const report = JSON.parse(execFileSync('python3', args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 }));
  return [report].flat().flatMap(({ results: { failed_checks: failed } }: { results: { failed_checks: Failed[] } }) =>
    failed.map(({ check_id: id, check_name: name, resource }) => `${id} ${resource}: ${name}`));
}

const isRemaining = (failed: string) => REMAINING.filter(({ check, where }) => failed.startsWith(check) && where.test(failed.split(/[ :]/)[1]));

needing('checkov', checkov.locate() !== undefined).describe('the examples, reviewed by checkov', () => {
  const failed = ['plain', 'self-hosted', 'platform', 'fleet'].map((example) => {
    const folder = mkdtempSync(join(tmpdir(), `checkov-${example}-`));
    runHere(join(ROOT, 'examples', example, 'main.ts'), folder);
    return [example, failedIn(folder)] as const;
  });

  test.each(failed)('%s: nothing but what is listed with its reason', (_, all) => {
    expect(all.filter((each) => isRemaining(each).length === 0)).toEqual([]);
  });

  test('the list has nothing that is mended', () => {
    const used = new Set(failed.flatMap(([, all]) => all.flatMap(isRemaining)));
    expect(REMAINING.filter((entry) => !used.has(entry))).toEqual([]);
  });
});
