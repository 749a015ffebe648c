import MiniSearch, { type SearchResult } from 'minisearch';
import { oncePer } from '../../common/data/collections';
import type { RuleDescription } from '../texts/rule-description';
import {
  asMeant, codesIn, complaintsIn, rowOf, TERMS, termsOf, withoutNames, withoutOccasion, wordsOf,
} from './question';
import type { OtherCause, RuleCause, Symptom } from './symptom';
import { SYMPTOMS } from './symptoms';

/** A cause with its rank for a question. */
export type RankedCause = OtherCause | (RuleCause & { readonly description: RuleDescription });

/** The answer to a question about a symptom. */
export interface Answer {
  /** The matching symptoms, the likeliest first; empty if only the text of rules matches. */
  readonly symptoms: readonly Symptom[];
  /** Their causes, the likeliest first, followed by related rules. */
  readonly causes: readonly RankedCause[];
}

/** Symptoms below this share of the best score do not match. */
const NEAR = 0.4;
/** The same for rules, whose texts are longer. */
const NEAR_RULE = 0.6;
const MOST_SYMPTOMS = 4;
const MOST_RULES = 3;

/** Finds possible causes of a symptom; none if no word is known. */
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

/** Without the occasion, if the rest is exactly the name of a symptom. */
function concrete(read: string, symptoms: readonly Symptom[]): string {
  const rest = withoutOccasion(read);
  const rows = rowsOf(rest);
  // A number alone is too vague.
  const isConcrete = rest !== read && rest.length > LONG
    && symptoms.some((symptom) => likeness(rows, symptom, symptoms) > 2);
  return isConcrete ? rest : read;
}

/** The symptoms with the most similar words, for a question without an answer. */
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

/** The weight of a program's name, relative to other words. */
const CODED = 3;

/** Names are short: their length counts less than that of a text. */
const SHORT = { k: 1.2, b: 0.4, d: 0.5 };

/** Scores each symptom by its names: the best counts most, and several count more than one. */
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

/** The additional weight of a symptom whose name is exactly the question, by words and by letters. */
const EXACT = 4;
const VERBATIM = 6;

/** The significant words of a text: in their order, and each once. */
interface Row {
  readonly text: string;
  readonly terms: ReadonlySet<string>;
}

function asRow(text: string): Row {
  return { text, terms: new Set(text.split(' ').filter(Boolean)) };
}

function rowsOf(question: string): Row[] {
  return [...new Set([question, withoutNames(question)].map(rowOf))].map(asRow);
}

/** How well a pasted message matches: the share of common words, weighted by rarity. */
function likeness(rows: readonly Row[], symptom: Symptom, symptoms: readonly Symptom[]): number {
  const names = namesOf(symptom);
  const told = tellingOf(symptoms);
  return Math.max(...rows.map((asked) => {
    const longest =
      Math.max(0, ...names.filter(({ text }) => asked.text.includes(text)).map(({ text }) => text.length));
    const contained = longest > LONG ? 2 + longest / asked.text.length : 1;
    return Math.max(contained, ...names.map((name) => 1 + (EXACT - 1) * overlap(asked, name, told) ** 2));
  }));
}

/** The same words in another order count less. */
const OTHERWISE = 0.95;

/** The weighted overlap of two sets of words: 1 for the same words, 0 for disjoint ones. */
function overlap(asked: Row, name: Row, told: (term: string) => number): number {
  if (asked.text === name.text) {
    return 1;
  }
  const sum = (terms: Iterable<string>) => [...terms].reduce((total, term) => total + told(term), 0);
  const both = [...name.terms].filter((term) => asked.terms.has(term));
  return both.length === 0 ? 0 : OTHERWISE * (2 * sum(both)) / (sum(asked.terms) + sum(name.terms));
}

/** The weight of a word: lower if more symptoms have it. */
const tellingOf = oncePer((symptoms: readonly Symptom[]): (term: string) => number => {
  const frequency = new Map<string, number>();
  for (const symptom of symptoms) {
    new Set(namesOf(symptom).flatMap(({ terms }) => [...terms]))
      .forEach((term) => frequency.set(term, (frequency.get(term) ?? 0) + 1));
  }
  return (term) => Math.log(1 + symptoms.length / ((frequency.get(term) ?? 0) + 0.5));
});

const namesOf = oncePer(({ id, title, words, causes }: Symptom): readonly Row[] =>
  [id, title, ...words, ...causes.flatMap(({ words: own = [] }) => own)].map((name) => asRow(rowOf(name))));

/** A shorter name, with the blanks around it, may occur in a question by chance. */
const LONG = 7;

/** The additional weight of a cause whose message is in the question; more for a longer one. */
const QUOTED = 1;

/** The additional weight of the only cause with a word of the question. */
const SINGLED = 0.5;

/** The messages that a cause quotes or is known by. */
function quoted(rows: readonly Row[], cause: RuleCause | OtherCause): number {
  return Math.max(...rows.map(({ text: asked }) => {
    const within = messagesOf(cause).filter((message) => asked.includes(message)).map(({ length }) => length);
    return within.length === 0 ? 0 : QUOTED + Math.max(...within) / asked.length;
  }));
}

const messagesOf = oncePer(({ cause, words = [] }: RuleCause | OtherCause): readonly string[] =>
  [...[...cause.matchAll(/"([^"]+)"/g)].map(([, message]) => message), ...words].map(rowOf)
    .filter((row) => row.trim() !== ''));

/** A cause is meant if only it has a word of the question that is neither common nor in the title. */
function singledOut(
  asked: ReadonlySet<string>, { title, causes }: Symptom, symptoms: readonly Symptom[],
): (cause: RuleCause | OtherCause) => number {
  const frequency = frequencyOf(symptoms);
  const ofAll = new Set(termsOf(title));
  const rare = [...asked].filter((term) => !ofAll.has(term) && (frequency.get(term) ?? 0) <= FEW);
  const telling = rare.filter((term) => causes.filter((cause) => termsOfCause(cause).has(term)).length === 1);
  return (cause) => (telling.some((term) => termsOfCause(cause).has(term)) ? SINGLED : 0);
}

/** A word in more symptoms is common, and not specific to a cause. */
const FEW = 4;

const frequencyOf = oncePer((symptoms: readonly Symptom[]): ReadonlyMap<string, number> => {
  const frequency = new Map<string, number>();
  for (const { title, words, causes } of symptoms) {
    const own = [title, ...words].flatMap(termsOf);
    const terms = new Set([...own, ...causes.flatMap((cause) => [...termsOfCause(cause)])]);
    terms.forEach((term) => frequency.set(term, (frequency.get(term) ?? 0) + 1));
  }
  return frequency;
});

const termsOfCause = oncePer((cause: RuleCause | OtherCause): ReadonlySet<string> => {
  const named = 'rule' in cause ? [cause.rule] : [];
  return new Set([...named, cause.cause, ...(cause.words ?? [])].flatMap(termsOf));
});

/** Every word of the symptoms in its original spelling. */
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

/** All names of symptoms, each as a separate text. */
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

/** Misspellings in words, not in numbers: 401 is not 404. */
function slips(term: string): number | false {
  return term.length > 5 && !/\d/.test(term) ? 0.25 : false;
}

const SEARCH = { fuzzy: slips, prefix: (term: string) => term.length > 3 };
