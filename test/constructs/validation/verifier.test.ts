import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthValidation } from '../../../src';
import { RULES } from '../../../src/verify/registry';
import { deployment, manifests } from '../../verify/_manifests';
import { flyteadmin } from '../../verify/_planes';

test('one file that cannot be read costs its own verdict: the others are judged, and the validation fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'union-auth-broken-'));
  const violations: { ruleName: string; recommendation: string }[] = [];
  const submitted: string[] = [];
  try {
    const whole = manifests(...flyteadmin({}, { useAuth: false }), deployment('other'));
    const files = { 'broken.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: x\n', 'whole.yaml': whole };
    Object.entries(files).forEach(([name, text]) => writeFileSync(join(folder, name), text));
    const names = Object.keys(files).map((name) => join(folder, name));
    await new AuthValidation({ skip: RULES.ids.filter((id) => id !== 'auth-not-enabled') }).validate({
      manifests: names,
      report: {
        addViolation: (violation: typeof violations[number]) => { violations.push(violation); },
        submit: (status: string) => { submitted.push(status); },
      },
    } as never);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(violations.map(({ ruleName }) => ruleName)).toContain('unreadable');
  expect(violations.find(({ ruleName }) => ruleName === 'unreadable')!.recommendation).toMatch(/broken\.yaml:4 cannot be read: /);
  expect(submitted).toEqual(['failure']);
});
