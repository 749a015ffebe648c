import { RULES } from '../../../src/verify/registry';
import { verify } from '../../../src/verify/verify';
import { drawn } from '../../_tools/drawn';
import { asRendered, Slip, Text } from './unseen/_slip';
import { CLASSES } from './unseen/classes';
import { FURTHER } from './unseen/further';
import { VALUES } from './unseen/values';

/** The same questions are asked of values and of what the charts render of them. */

const SLIPS = [...VALUES, ...CLASSES, ...FURTHER].filter(({ what }) => /^(cp|east|west)[,:]/.test(what));

const ABOUT_VALUES = RULES.ids.filter((id) => RULES.get(id)!.area === 'values files');

/** What only one of the two can know. */
interface Apart {
  readonly why: string;
  /** Rules that find it in the render alone, and in the values alone. */
  readonly rendered?: string;
  readonly values?: string;
  /** The rule about values files that says it of the values, too. */
  readonly by?: string;
}

const HOST = 'the chart makes the endpoints of one value, and the values themselves contradict each other';
const TWICE = 'Helm reads one of two equal keys, and its render does not show the other';

const APART: Readonly<Record<string, Apart>> = {
  'cp: letters of the host swapped': { rendered: 'endpoint-mismatch', by: 'values-contradiction', why: HOST },
  'cp: host of staging': { rendered: 'endpoint-mismatch', by: 'values-contradiction', why: HOST },
  'cp: an Ingress still at the old host': { rendered: 'endpoint-mismatch', by: 'values-contradiction', why: HOST },
  'east: the control plane of staging': { rendered: 'endpoint-mismatch', by: 'values-planes-disagree', why: HOST },
  'east: the Secret not mounted': { rendered: 'client-secret-unmounted', by: 'values-wrong-value', why: 'one switch in the values leaves out every mount' },
  'east: the chart makes the Secret again': { rendered: 'secret-in-manifest', why: 'helm --set brings the secret, which the values do not have' },
  'cp, as text: a second global': { values: 'key-duplicated', why: TWICE },
  'cp, as text: a second ingress at the end': { values: 'key-duplicated', why: TWICE },
};

/** Texts that Helm cannot read, and no more can we. */
const UNREADABLE: readonly string[] = [
  'cp, as text: a tab', 'cp, as text: a quote that is not closed', 'cp, as text: no space behind a colon',
  'cp, as text: a mark of a merge left', 'cp, as text: openId a level too far right',
];

/** Each rule that finds something, whatever graver one says at the same place. */
function namedBy(texts: readonly Text[], options: { readonly only?: readonly string[]; readonly skip?: readonly string[] }): string[] {
  const { findings, crashed } = verify(texts, options);
  expect(crashed).toEqual([]);
  return [...new Set(findings.flatMap(({ rule, consequences = [] }) => [rule, ...consequences.map((each) => each.rule)]))].sort();
}

const wiringOf = (texts: readonly Text[]) => namedBy(texts, { skip: ABOUT_VALUES });

test('what is apart is among them', () => {
  expect(SLIPS.length).toBeGreaterThan(100);
  expect([...Object.keys(APART), ...UNREADABLE].filter((what) => !SLIPS.some((slip) => slip.what === what))).toEqual([]);
});

const [unread, read] = [true, false].map((isUnread) => SLIPS.filter(({ what }) => UNREADABLE.includes(what) === isUnread)
  .map((slip): [string, Slip] => [slip.what, slip]));

test.each(drawn(read, 20))('%s', (what, { texts }) => {
  const values = texts();
  const { rendered = [], values: own = [], by = [] } = APART[what] ?? {};
  const [inValues, inRender] = [wiringOf(values), wiringOf(asRendered(values))];
  expect(inRender.filter((rule) => !inValues.includes(rule))).toEqual([rendered].flat());
  expect(inValues.filter((rule) => !inRender.includes(rule))).toEqual([own].flat());
  expect([by].flat().filter((rule) => !namedBy(values, { only: [rule] }).includes(rule))).toEqual([]);
});

test.each(unread)('%s', (_, { texts }) => {
  expect(verify(texts()).unreadable).toHaveLength(1);
  expect(() => asRendered(texts())).toThrow(/is not YAML/);
});
