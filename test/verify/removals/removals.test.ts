import { drawn, SEED } from '../../_tools/drawn';
import { COMBINATIONS } from './_combinations';
import { HARMLESS, OPEN, Reviewed, UNSEEN } from './_reviewed';
import { Judge, Trial, trials } from './_trials';

/**
 * Takes one thing at a time away from what is emitted, and asks whether the verifier notices. What is taken away follows from the
 * emitted objects; only what may be taken away stands in a list, with a reason.
 */
const SAMPLES = 5;
const judge = new Judge();
const reviewed = [...HARMLESS, ...UNSEEN, ...OPEN];
const entryFor = ({ removal }: Trial): Reviewed | undefined => reviewed.find(({ what }) => what.test(removal.what));
const all = trials();
const byEntry = new Map<Reviewed, Trial[]>();
const unreviewed: Trial[] = [];
for (const trial of all) {
  const entry = entryFor(trial);
  if (entry === undefined) {
    unreviewed.push(trial);
  } else {
    byEntry.set(entry, [...byEntry.get(entry) ?? [], trial]);
  }
}

test('the emitted objects have no findings initially', () => {
  for (const combination of drawn(COMBINATIONS, 2)) {
    expect(judge.baseline(combination).findings.map(({ rule, object }) => `${combination.name}: ${rule} ${object.kind} ${object.name}`)).toEqual([]);
  }
});

test('every removal is noticed, or reviewed', () => {
  const missed = drawn(unreviewed, 20).filter((trial) => !judge.notices(trial)).map(({ removal, combination }) => `${removal.what}   (${combination.name})`);
  expect(missed).toEqual([]);
});

// Of the lists a part would say nothing.
if (SEED === undefined) {
  test('the walk covers every edge, and most of what is asked is asked in full', () => {
    const asked = all.filter((trial) => entryFor(trial)?.noticed !== undefined || entryFor(trial) === undefined);
    expect(all.length).toBeGreaterThan(5000);
    expect(asked.length).toBeGreaterThan(1500);
    expect(new Set(asked.map(({ combination }) => combination.edge)).size).toBe(3);
  });

  const nameOf = (entry: Reviewed) => [String(entry.what), entry] as const;

  // Take an entry out of the list where all of them are noticed now, and raise the number where more are.
  test.each(reviewed.filter(({ noticed }) => noticed !== undefined).map(nameOf))('%s covers at most what it did', (_, entry) => {
    const candidates = byEntry.get(entry) ?? [];
    const noticed = candidates.filter((trial) => judge.notices(trial)).length;
    expect(noticed).toBeGreaterThanOrEqual(entry.noticed ?? 0);
    expect(noticed).toBeLessThan(candidates.length);
  });

  test.each(reviewed.filter(({ noticed }) => noticed === undefined).map(nameOf))('%s is still needed', (_, entry) => {
    const candidates = byEntry.get(entry) ?? [];
    const step = Math.max(1, Math.floor(candidates.length / SAMPLES));
    expect(candidates.filter((_each, index) => index % step === 0).some((trial) => !judge.notices(trial))).toBe(true);
  });
}
