import type { Finding } from '../../src/verify/engine/finding';
import { CASES } from './_doctor-faults';
import { Row, tableOf, writeTable, writtenTable } from './_fault-table';
import { Examined, Fault, Patient } from './_patient';
import { cureOf, Edit, EDITS } from './_remedies';

/**
 * Single faults on one deployment: the doctor's first finding for each, and no finding after its remedy is applied, if that is an edit, and
 * after the fault is removed. `DOCTOR_RECORD=1` writes the table of faults.md.
 */
let patient: Patient;
const rows: Row[] = [];

beforeAll(async () => {
  patient = await Patient.start();
}, 600_000);

afterAll(() => patient?.stop());

it('the doctor has no finding about a healthy deployment, with and without a person', async () => {
  const { report, withPerson } = await patient.examined(() => undefined);
  expect(report.findings).toEqual([]);
  expect(withPerson?.findings).toEqual([]);
  expect(withPerson?.crashed).toEqual([]);
  expect(withPerson?.coverage.judged).toEqual(expect.arrayContaining([
    'Signed in as a browser, asked /me and for projects, and signed out of the deployment.',
    'Signed in as SDK and CLI, asked /me and for projects; the tokens were revoked.',
  ]));
});

const findingsOf = ({ report, withPerson }: Examined) => [...report.findings, ...withPerson?.findings ?? []];

/** Applies the remedies of the doctor's findings, one after the other, until there is none; returns the rules where that fails. */
async function edited(fault: Fault, first: Finding): Promise<readonly string[]> {
  const done: (readonly [Edit, Finding])[] = [];
  for (let [finding] = [first]; finding !== undefined;) {
    const edit = EDITS[finding.rule];
    // There is no edit, or it did not help.
    if (edit === undefined || done.some(([each]) => each === edit)) {
      return [finding.rule, ...done.map(([, { rule }]) => rule)];
    }
    expect(finding.remediation).toMatch(edit.says);
    done.push([edit, finding]);
    [finding] = findingsOf(await patient.examined(async (body) => {
      await fault(body);
      done.forEach(([each, about]) => each.apply(body, about));
    }));
  }
  return [];
}

it.each(CASES.map((each) => [each.where, each.what, each] as const))('%s: %s', async (where, what, { fault, expected, command }) => {
  const { report, withPerson } = await patient.examined(fault);
  const findings = findingsOf({ report, withPerson });
  const said = [...new Set(findings.map(({ rule }) => rule))];
  const [healthy, faulty] = [patient.healthy(), patient.healthy()];
  Object.assign(faulty, { nginx: healthy.nginx });
  await fault(faulty);
  const cure = said.length === 0 ? undefined : cureOf(faulty, healthy, said[0]);
  const seenByPerson = report.findings.length === 0 && said.length > 0;
  rows.push({ where, what, said, withPerson: seenByPerson, ...(cure ? { cure } : {}), ...(command ? { command } : {}) });
  expect([...report.crashed, ...withPerson?.crashed ?? []]).toEqual([]);
  // Exactly the cause if the doctor can see it, else no finding.
  const wrong = said.filter((rule) => !expected.includes(rule));
  expect({ what, wrong, seen: said.length > 0 }).toEqual({ what, wrong: [], seen: expected.length > 0 });
  if (cure === 'edit') {
    expect(await edited(fault, findings[0])).toEqual([]);
  }
  const { report: cured } = await patient.examined(() => undefined, { person: false });
  expect(cured.findings).toEqual([]);
});

it('faults.md has the results', () => {
  expect(rows).toHaveLength(CASES.length);
  if (process.env.DOCTOR_RECORD) {
    writeTable(tableOf(rows));
  }
  expect(writtenTable()).toBe(tableOf(rows));
});
