import MiniSearch, { type SearchResult } from 'minisearch';
import { oncePer } from '../../common/data/collections';
import type { RuleDescription } from '../texts/rule-description';
import {
  asMeant, codesIn, complaintsIn, rowOf, TERMS, termsOf, withoutNames, withoutOccasion, wordsOf,
} from './question';
import type { OtherCause, RuleCause, Symptom } from './symptom';
import { SYMPTOMS } from './symptoms';

/** A cause as it ranks for a question. */
export type RankedCause = OtherCause | (RuleCause & { readonly description: RuleDescription });

/** What answers a question about something that one sees. */
export interface Answer {
  /** The symptoms that were meant, the likeliest first; none where only the text of rules matches. */
  readonly symptoms: readonly Symptom[];
  /** Their causes, the likeliest first, and behind them rules that speak of the same. */
  readonly causes: readonly RankedCause[];
}

/** Symptoms that score less than this share of the best one were not meant. */
const NEAR = 0.4;
/** And rules, which say more, than this. */
const NEAR_RULE = 0.6;
const MOST_SYMPTOMS = 4;
const MOST_RULES = 3;

/** Finds what may be behind something that one sees; nothing where no word is known. */
export function causesOf(
  question: string, rules: readonly RuleDescription[], symptoms: readonly Symptom[] = SYMPTOMS,
): Answer | undefined {
  const asked = complaintsIn(question);
  const read = concrete(asMeant(asked, vocabularyOf(symptoms)), symptoms);
  const meant = symptomsFor(read, symptoms, slips);
  const described = new Map(rules.map((rule) => [rule.id, rule]));
  const scores = new Map<string, { cause: RankedCause; score: number }>();
  const rows = rowsOf(read);
  const terms = new Set(termsOf(read));
  for (const { symptom, score } of meant) {
    const singled = singledOut(terms, symptom, symptoms);
    symptom.causes.forEach((each, position) => {
      const cause = withRule(each, described);
      const key = 'rule' in each ? each.rule : each.cause;
      if (cause !== undefined) {
        const known = scores.get(key);
        const told = Math.max(quoted(rows, each), singled(each));
        scores.set(key, {
          cause: known?.cause ?? cause,
          score: (known?.score ?? 0) + score * (told + 1 / (position + 2)),
        });
      }
    });
  }
  const ranked = [...scores.values()].sort((a, b) => b.score - a.score).map(({ cause }) => cause);
  const spoken = rulesFor(asked, rules)
    .filter(({ id }) => !scores.has(id))
    .map((description): RankedCause => ({ rule: description.id, cause: description.symptom, description }));
  const causes = [...ranked, ...spoken];
  return causes.length === 0 ? undefined : { symptoms: meant.map(({ symptom }) => symptom), causes };
}

/** Without the occasion, where a symptom is called by the very words of the rest. */
function concrete(read: string, symptoms: readonly Symptom[]): string {
  const rest = withoutOccasion(read);
  const rows = rowsOf(rest);
  // A number alone may be anything.
  const isConcrete = rest !== read && rest.length > LONG
    && symptoms.some((symptom) => likeness(rows, symptom, symptoms) > 2);
  return isConcrete ? rest : read;
}

/** The symptoms whose words look most like those of a question that nothing answers. */
export function nearestSymptoms(
  question: string, symptoms: readonly Symptom[] = SYMPTOMS,
): readonly Symptom[] {
  const read = asMeant(question, vocabularyOf(symptoms));
  return symptomsFor(read, symptoms, (term) => (term.length > 3 ? 0.5 : false)).map(({ symptom }) => symptom);
}

function withRule(
  cause: RuleCause | OtherCause, described: ReadonlyMap<string, RuleDescription>,
): RankedCause | undefined {
  if (!('rule' in cause)) {
    return cause;
  }
  const description = described.get(cause.rule);
  return description && { ...cause, description };
}

function symptomsFor(
  question: string, symptoms: readonly Symptom[], fuzzy: typeof slips,
): { symptom: Symptom; score: number }[] {
  const rows = rowsOf(question);
  const codes = codesIn(question);
  const options = { ...SEARCH, fuzzy, boostTerm: (term: string) => (codes.has(term) ? CODED : 1) };
  const boost = { id: 2, title: 3, words: 3, causes: 0.5 };
  const whole = shares(indexOfSymptoms(symptoms).search(question, { ...options, boost })
    .map(({ id, score }) => [id as string, score]));
  const asked = question.trim().toLowerCase();
  const named = shares(byNames(indexOfNames(symptoms).search(question, { ...options, bm25: SHORT })));
  const found = symptoms.filter(({ id }) => whole.has(id)).map((symptom) => {
    const isVerbatim = symptom.words.some((word) => word.toLowerCase() === asked);
    const like = isVerbatim ? VERBATIM : likeness(rows, symptom, symptoms);
    const score = (whole.get(symptom.id)! + (named.get(symptom.id) ?? 0)) * like;
    return { symptom, score, exact: like >= EXACT };
  }).sort((a, b) => b.score - a.score);
  return found.filter(({ score, exact }) => exact || score >= NEAR * found[0].score).slice(0, MOST_SYMPTOMS);
}

/** How much more a name of a program counts than another word. */
const CODED = 3;

/** Names are a few words: their length counts for less than that of a text. */
const SHORT = { k: 1.2, b: 0.4, d: 0.5 };

/** Each symptom by its names: the best counts most, and several count more than one. */
function byNames(found: readonly SearchResult[]): [string, number][] {
  const squares = new Map<string, number>();
  for (const { symptom, weight, score } of found) {
    squares.set(symptom, (squares.get(symptom) ?? 0) + (score * weight) ** 2);
  }
  return [...squares].map(([id, square]) => [id, Math.sqrt(square)]);
}

/** Scores as shares of the best one. */
function shares(scores: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const best = Math.max(...scores.map(([, score]) => score));
  return new Map(scores.map(([id, score]) => [id, score / best]));
}

/** How much more a symptom counts that is called by the very words of the question, and by its letters. */
const EXACT = 4;
const VERBATIM = 6;

function rowsOf(question: string): string[] {
  return [...new Set([question, withoutNames(question)].map(rowOf))];
}

/**
 * Someone who pastes a message means the symptom that is known by it: the more of its words are those of the
 * question and no others, the more surely, and rare words tell more than common ones.
 */
function likeness(rows: readonly string[], symptom: Symptom, symptoms: readonly Symptom[]): number {
  const names = namesOf(symptom);
  const told = tellingOf(symptoms);
  return Math.max(...rows.map((asked) => {
    const longest = Math.max(0, ...names.filter((name) => asked.includes(name)).map(({ length }) => length));
    const contained = longest > LONG ? 2 + longest / asked.length : 1;
    return Math.max(contained, ...names.map((name) => 1 + (EXACT - 1) * overlap(asked, name, told) ** 2));
  }));
}

/** The same words in another order tell less than in their own. */
const OTHERWISE = 0.95;

/** The share of what both tell in what each tells: 1 for the same words, 0 for others. */
function overlap(asked: string, name: string, told: (term: string) => number): number {
  if (asked === name) {
    return 1;
  }
  const terms = new Set(name.split(' ').filter(Boolean));
  const all = [...new Set(asked.split(' ').filter(Boolean))];
  const sum = (of: readonly string[]) => of.reduce((total, term) => total + told(term), 0);
  const both = sum(all.filter((term) => terms.has(term)));
  return both === 0 ? 0 : OTHERWISE * (2 * both) / (sum(all) + sum([...terms]));
}

/** How much a word tells: less, the more symptoms have it. */
const tellingOf = oncePer((symptoms: readonly Symptom[]): (term: string) => number => {
  const frequency = new Map<string, number>();
  for (const symptom of symptoms) {
    new Set(namesOf(symptom).flatMap((name) => name.split(' ')))
      .forEach((term) => frequency.set(term, (frequency.get(term) ?? 0) + 1));
  }
  return (term) => Math.log(1 + symptoms.length / ((frequency.get(term) ?? 0) + 0.5));
});

const namesOf = oncePer(({ id, title, words, causes }: Symptom): readonly string[] =>
  [id, title, ...words, ...causes.flatMap(({ words: own = [] }) => own)].map(rowOf));

/** A name of fewer letters, with the blanks around it, may be in a question by chance. */
const LONG = 7;

/** How much a cause gains whose message is in the question, and more for a longer one. */
const QUOTED = 1;

/** How much it gains that alone has a word of the question. */
const SINGLED = 0.5;

/** A message that a cause quotes or is known by is its own. */
function quoted(rows: readonly string[], cause: RuleCause | OtherCause): number {
  return Math.max(...rows.map((asked) => {
    const within = messagesOf(cause).filter((message) => asked.includes(message)).map(({ length }) => length);
    return within.length === 0 ? 0 : QUOTED + Math.max(...within) / asked.length;
  }));
}

const messagesOf = oncePer(({ cause, words = [] }: RuleCause | OtherCause): readonly string[] =>
  [...[...cause.matchAll(/"([^"]+)"/g)].map(([, message]) => message), ...words].map(rowOf)
    .filter((row) => row.trim() !== ''));

/** A cause is meant if only it has a word of the question, not common nor in the title. */
function singledOut(
  asked: ReadonlySet<string>, { title, causes }: Symptom, symptoms: readonly Symptom[],
): (cause: RuleCause | OtherCause) => number {
  const frequency = frequencyOf(symptoms);
  const ofAll = new Set(termsOf(title));
  const rare = [...asked].filter((term) => !ofAll.has(term) && (frequency.get(term) ?? 0) <= FEW);
  const words = new Map(causes.map((cause) => [cause, new Set(termsOfCause(cause))]));
  const telling = rare.filter((term) => causes.filter((cause) => words.get(cause)!.has(term)).length === 1);
  return (cause) => (telling.some((term) => words.get(cause)!.has(term)) ? SINGLED : 0);
}

/** A word of more symptoms is common, and tells nothing of one cause. */
const FEW = 4;

const frequencyOf = oncePer((symptoms: readonly Symptom[]): ReadonlyMap<string, number> => {
  const frequency = new Map<string, number>();
  for (const { title, words, causes } of symptoms) {
    const terms = new Set([title, ...words].flatMap(termsOf).concat(causes.flatMap(termsOfCause)));
    terms.forEach((term) => frequency.set(term, (frequency.get(term) ?? 0) + 1));
  }
  return frequency;
});

function termsOfCause(cause: RuleCause | OtherCause): string[] {
  const named = 'rule' in cause ? [cause.rule] : [];
  return [...named, cause.cause, ...(cause.words ?? [])].flatMap(termsOf);
}

/** Every word of the symptoms as it is written. */
const vocabularyOf = oncePer((symptoms: readonly Symptom[]): ReadonlySet<string> => new Set(
  symptoms.flatMap(({ title, words, causes }) => (
    [title, ...words, ...causes.flatMap((cause) => [cause.cause, ...(cause.words ?? [])])]
  )).flatMap(wordsOf),
));

function rulesFor(question: string, rules: readonly RuleDescription[]): RuleDescription[] {
  const found = indexOfRules(rules).search(question, { ...SEARCH, boost: { id: 3, title: 2, symptom: 2 } });
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return found
    .filter(({ score }) => score >= NEAR_RULE * found[0].score)
    .slice(0, MOST_RULES)
    .map(({ id }) => byId.get(id as string)!);
}

const indexOfSymptoms = oncePer((symptoms: readonly Symptom[]) => indexed(
  ['id', 'title', 'words', 'causes'],
  symptoms.map(({ id, title, words, causes }) => ({
    id,
    title,
    words: [...words, ...causes.flatMap((cause) => cause.words ?? [])].join('\n'),
    causes: causes.map(({ cause }) => cause).join('\n'),
  })),
));

/** Everything that a symptom is called by, each as a text of its own. */
const indexOfNames = oncePer((symptoms: readonly Symptom[]) => {
  const names = symptoms.flatMap(({ id, title, words, causes }) => [
    { symptom: id, text: id, weight: 1 },
    { symptom: id, text: title, weight: 2 },
    ...[...words, ...causes.flatMap((cause) => cause.words ?? [])]
      .map((text) => ({ symptom: id, text, weight: 1.5 })),
    ...causes.map(({ cause }) => ({ symptom: id, text: cause, weight: 0.5 })),
  ]);
  return indexed(['text'], names.map((name, id) => ({ ...name, id })), ['symptom', 'weight']);
});

const indexOfRules = oncePer((rules: readonly RuleDescription[]) =>
  indexed(['id', 'title', 'symptom', 'explanation', 'remediation'], rules));

function indexed(fields: string[], documents: readonly object[], storeFields: string[] = []): MiniSearch {
  const index = new MiniSearch({ fields, storeFields, ...TERMS });
  index.addAll(documents);
  return index;
}

/** Slips of the pen in words, not in numbers: 401 is not 404. */
function slips(term: string): number | false {
  return term.length > 5 && !/\d/.test(term) ? 0.25 : false;
}

const SEARCH = { fuzzy: slips, prefix: (term: string) => term.length > 3 };
