import { join } from 'node:path';
import { drawn } from '../_tools/drawn';
import { needing } from '../_tools/needs';
import { helmTemplate, UNION_CHARTS } from '../_tools/union-charts';
import { findingsIn, madeOf, runChecks, SHAPES } from './_printed-checks';

/** The same as printed-checks.test.ts, with Union's own charts in the place of what stands in for them. */

/** Not asked for where the chart's own values are filled with it. */
const ORGANIZATION = { organization: 'acme' };

const CASES = UNION_CHARTS.flatMap((charts) => Object.keys(SHAPES).map((shape) => [charts.version, shape, charts.folder] as const));

needing('Union\'s charts', CASES.length > 0).describe('every way that we print to check our own output ends without a finding', () => {
  test.each(drawn(CASES, 20))('charts %s, %s', (version, shape, folder) => {
    const made = madeOf(shape, version, ORGANIZATION);
    if (typeof made === 'string') {
      expect(made).toMatch(/release/);
      return;
    }
    const alone: string[] = [];
    const found = runChecks(made, ({ chart, namespace, values }) => {
      const output = helmTemplate(join(folder, chart), values.text, { namespace, cloud: true });
      // Each chart by itself, as one pipes it. Routes of the chart are guarded by what stands beside it, and open alone.
      if (!shape.includes('routes of the chart')) {
        alone.push(...findingsIn([{ name: '-', text: output }]), ...findingsIn([values, { name: '-', text: helmTemplate(join(folder, chart), values.text, { cloud: true }) }]));
      }
      return output;
    });
    expect(found).toEqual([]);
    expect(alone).toEqual([]);
  });
});
