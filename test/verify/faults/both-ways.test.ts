import { RULES } from '../../../src/verify/registry';
import { verify } from '../../../src/verify/verify';
import { drawn } from '../../_tools/drawn';
import { PeopleFault, Text } from './people/_people';
import { CATALOGUE } from './people/catalogue';
import { asRendered } from './unseen/_slip';

/** The same questions are asked of values and of what the charts render of them. */

const SLIPS = CATALOGUE.filter(({ what }) => /^(cp|east|west)[,:]/.test(what));

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

const TWICE = 'Helm reads one of two equal keys, and its render does not show the other';
const UNUSED = 'the other values leave nothing of it in the render';

const ofHost = (by: string): Apart =>
  ({ rendered: 'endpoint-mismatch', by, why: 'the chart makes the endpoints of one value, and the values themselves contradict each other' });

const APART: Readonly<Record<string, Apart>> = {
  'cp: letters of the host swapped': ofHost('values-contradiction'),
  'cp: host of staging': ofHost('values-contradiction'),
  'cp: an Ingress still at the old host': ofHost('values-contradiction'),
  'cp: the host of staging in UNION_HOST': ofHost('values-contradiction'),
  'cp: the host of staging in the Ingress': ofHost('values-contradiction'),
  'cp: a path in UNION_HOST': ofHost('values-contradiction'),
  'cp: a trailing slash in UNION_HOST': ofHost('values-contradiction'),
  'east: the control plane of staging': ofHost('values-planes-disagree'),
  'east: the host of staging': ofHost('values-planes-disagree'),
  'east: a port in CONTROLPLANE_HOST': ofHost('values-planes-disagree'),
  'east: a misspelled host': ofHost('values-planes-disagree'),
  'east: the admin secret off': { rendered: 'client-secret-unmounted', by: 'values-wrong-value', why: 'one switch in the values leaves out every mount' },
  'east: the chart makes the Secret without a value': { rendered: 'secret-in-manifest', why: 'helm --set brings the secret, which the values do not have' },
  'cp, as text: a second global': { values: 'key-duplicated', why: TWICE },
  'cp, as text: a second ingress at the end': { values: 'key-duplicated', why: TWICE },
  'cp: AUTH_TOKEN_URL left to be filled': { values: 'value-unreplaced', why: UNUSED },
  'cp: the client ID left to be filled': { values: 'value-unreplaced', why: UNUSED },
  'east: a client ID left to be filled': { values: 'value-unreplaced', why: UNUSED },
  'east: union.auth off': { values: 'service-auth-disabled', why: UNUSED },
  'east: enable: "no"': { values: 'service-auth-disabled', why: UNUSED },
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
  expect(SLIPS.length).toBeGreaterThan(320);
  expect([...Object.keys(APART), ...UNREADABLE].filter((what) => !SLIPS.some((slip) => slip.what === what))).toEqual([]);
});

const [unread, read] = [true, false].map((isUnread) => SLIPS.filter(({ what }) => UNREADABLE.includes(what) === isUnread)
  .map((slip): [string, PeopleFault] => [slip.what, slip]));

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
