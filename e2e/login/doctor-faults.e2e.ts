import { CASES } from './_doctor-faults';
import { Row, tableOf, writeTable, writtenTable } from './_fault-table';
import { Patient } from './_patient';

/**
 * Single faults on one deployment, put in and out: what the doctor says of each first, and that nothing is left to say once its remedy
 * was applied. docs/doctor.md has the table, which `DOCTOR_RECORD=1` writes.
 */
let patient: Patient;
const rows: Row[] = [];

beforeAll(async () => {
  patient = await Patient.start();
}, 600_000);

afterAll(() => patient?.stop());

it('has nothing to say about a healthy deployment, with a person', async () => {
  const { report, withPerson } = await patient.examined(() => undefined);
  expect(report.findings).toEqual([]);
  expect(withPerson?.findings).toEqual([]);
  expect(withPerson?.crashed).toEqual([]);
  expect(withPerson?.coverage.judged).toEqual(expect.arrayContaining([
    'Signed in as a browser, asked /me, and signed out of the deployment.',
    'Signed in as SDK and CLI, and asked /me; the tokens were revoked.',
  ]));
});

it.each(CASES.map((each) => [each.where, each.what, each] as const))('%s: %s', async (where, what, { fault, expected, command }) => {
  const { report, withPerson } = await patient.examined(fault);
  const findings = [...report.findings, ...withPerson?.findings ?? []];
  const said = [...new Set(findings.map(({ rule }) => rule))];
  rows.push({ where, what, said, withPerson: report.findings.length === 0 && said.length > 0, ...(command ? { command } : {}) });
  expect([...report.crashed, ...withPerson?.crashed ?? []]).toEqual([]);
  // Nothing but the cause, where it can be seen; and nothing at all where it cannot.
  const wrong = said.filter((rule) => !expected.includes(rule));
  expect({ what, wrong, seen: said.length > 0 }).toEqual({ what, wrong: [], seen: expected.length > 0 });
  const { report: cured } = await patient.examined(() => undefined, { person: false });
  expect(cured.findings).toEqual([]);
});

it('docs/doctor.md says what came of it', () => {
  expect(rows).toHaveLength(CASES.length);
  if (process.env.DOCTOR_RECORD) {
    writeTable(tableOf(rows));
  }
  expect(writtenTable()).toBe(tableOf(rows));
});
