import { entryOf, isObject, JsonObject, valueAt } from '../../../common/data/json';
import type { PathStep } from '../../../common/data/json';
import { either } from '../../../common/data/texts';
import { documentIn } from '../../../common/yaml/yaml-reader';
import { ARGO_INSTALLERS } from '../../../contract/upstream/helm';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { nameOf } from './install';

/** An Application of the input, or one that an ApplicationSet makes from one element. */
export interface MadeApplication {
  readonly object: KubeObject;
  readonly name: string;
  /** Its own name, if any. */
  readonly ownName?: string;
  readonly spec: JsonObject;
  /** Why parts of it are unknown, each as a phrase that follows "takes values from". */
  readonly unread: readonly string[];
  /** The place in the input of a path in `spec`. */
  field(...path: readonly PathStep[]): Field;
}

export function applicationsOf(object: KubeObject): readonly MadeApplication[] {
  if (object.group !== ARGO_INSTALLERS.group) {
    return [];
  }
  switch (object.kind) {
    case ARGO_INSTALLERS.application:
      return [{
        object,
        name: nameOf(object),
        ownName: object.name,
        spec: object.objectAt('spec'),
        unread: [],
        field: (...path) => object.field('spec', ...path),
      }];
    case ARGO_INSTALLERS.applicationSet:
      return madeBy(object);
    default:
      return [];
  }
}

/** A source of an Application, and its path in `spec`. */
export interface ApplicationSource {
  readonly source: JsonObject;
  readonly way: readonly PathStep[];
}

/** One source, several, or the hydrated one. Source: Argo CD, `ApplicationSpec.GetSources`. */
export function sourcesOf({ spec }: Pick<MadeApplication, 'spec'>): readonly ApplicationSource[] {
  const { source, sources, sourceHydrator } = spec;
  if (sourceHydrator !== undefined) {
    const dry = asObject(asObject(sourceHydrator).drySource);
    return [{ source: dry, way: ['sourceHydrator', 'drySource'] }];
  }
  return sources === undefined
    ? [{ source: asObject(source), way: ['source'] }]
    : asList(sources).map((each, index) => ({ source: asObject(each), way: ['sources', index] }));
}

interface Element {
  readonly parameters: JsonObject;
  readonly at?: Field;
}

/** Source: Argo CD, `generators/list.go`; other generators look at clusters and repositories. */
function elementsOf(object: KubeObject): {
  readonly elements: readonly Element[];
  readonly others: readonly string[];
} {
  const elements: Element[] = [];
  const others: string[] = [];
  object.objectsAt('spec', 'generators').forEach((generator, index) => {
    const { list } = generator;
    const [kind = 'empty'] = Object.keys(generator).filter((key) => key !== 'selector');
    const inText = isObject(list) && typeof list.elementsYaml === 'string' ? listIn(list.elementsYaml) : [];
    if (!isObject(list) || list.template !== undefined || inText === undefined) {
      others.push(kind);
      return;
    }
    const way = ['spec', 'generators', index, 'list'] as const;
    asList(list.elements).forEach((entry, position) =>
      elements.push({ parameters: asObject(entry), at: object.field(...way, 'elements', position) }));
    inText.forEach((entry) =>
      elements.push({ parameters: asObject(entry), at: object.field(...way, 'elementsYaml') }),
    );
  });
  return { elements, others };
}

/** Undefined if it must be rendered first. */
function listIn(text: string): readonly unknown[] | undefined {
  return text.includes('{{') ? undefined : asList(documentIn(text));
}

function madeBy(object: KubeObject): MadeApplication[] {
  const { elements, others } = elementsOf(object);
  const patch = patchIn(object);
  const made = elements.map((element) => make(object, element, patch));
  // Elements of other generators are known if they are equal.
  const alike =
    others.length > 0 || elements.length === 0 ? [make(object, { parameters: {} }, patch, others)] : [];
  return [...made, ...alike];
}

function make(
  object: KubeObject, element: Element, patch: Patch, generators: readonly string[] = [],
): MadeApplication {
  const filling = new Filling(element, object.at('spec', 'goTemplate') === true, patch.expressions);
  const template = object.objectAt('spec', 'template');
  const over = asObject(filling.patched(patch.content, object.field('spec', 'templatePatch')));
  const { metadata, spec } = asObject(
    merged(filling.filled({ metadata: template.metadata, spec: template.spec }), over),
  );
  const ownName = asText(asObject(metadata).name);
  const unknown = filling.unknownIn(chartsIn(asObject(spec)));
  const why = element.at === undefined
    ? (unknown.length > 0 ? generators : []).map((kind) => `what its ${kind} generator finds`)
    : unknown.map((expression) => `the expression {{ ${expression} }} of its template`);
  return {
    object,
    name: element.at === undefined || ownName === undefined
      ? nameOf(object)
      : `Application ${ownName} of ${nameOf(object)}`,
    ownName,
    spec: asObject(spec),
    unread: [...why, ...patch.unread],
    field: (...path) => filling.placeOf(asObject(spec), path, object.field('spec', 'template', 'spec')),
  };
}

/** The fields that decide the values of a chart. */
function chartsIn(spec: JsonObject): unknown {
  const withHelm = sourcesOf({ spec }).map(({ source }) => source).filter(({ helm }) => helm !== undefined);
  return withHelm.map(({ chart, targetRevision, helm }) => [chart, targetRevision, helm]);
}

/** `templatePatch` with a mark for each expression: it becomes YAML when rendered. */
interface Patch {
  readonly content: unknown;
  readonly expressions: readonly string[];
  readonly unread: readonly string[];
}

const EXPRESSION = /\{\{([^{}]*)\}\}/g;
const STATEMENT = /^(?:if|else|end|range|with|define|block|template|\$)/;

/** Replaces expressions, each without its braces and trim dashes. */
function replaceExpressions(text: string, by: (expression: string, whole: string) => string): string {
  return text.replace(EXPRESSION, (whole, inner: string) =>
    by(inner.replace(/^-(?=\s)/, '').replace(/(?<=\s)-$/, '').trim(), whole),
  );
}

function patchIn(object: KubeObject): Patch {
  const text = object.textAt('spec', 'templatePatch') ?? '';
  const expressions: string[] = [];
  const marked = replaceExpressions(text, (expression) => {
    expressions.push(expression);
    return `${WHOLE.test(expression) ? ' ' : ''}${MARK}${expressions.length - 1}${MARK}`;
  });
  const content = expressions.some((expression) => STATEMENT.test(expression))
    ? undefined
    : documentIn(marked);
  const isRead = text.trim() === '' || isObject(content);
  return {
    content,
    expressions,
    unread: isRead ? [] : ['its templatePatch, which has statements or is not YAML'],
  };
}

/** A word that nobody uses, valid within any YAML text. */
const MARK = 'zUAz';
const MARKED = new RegExp(`${MARK}(\\d+)${MARK}`, 'g');

/** The chart evaluates its own expressions. */
const OF_CHART = /^(?:\.Values|\.Release|\.Chart|tpl|include)\b/;
/** Renders a whole parameter as YAML. */
const WHOLE = either(
  /^(?:to(?:Raw)?Json|toYaml) +\.([\w.]+)(?: *\| *n?indent +\d+)?$/,
  /^\.([\w.]+) *\| *to(?:Raw)?(?:Json|Yaml)(?: *\| *n?indent +\d+)?$/,
);

/** Fills the parameters of one element into a template, and records their origins. */
class Filling {
  /** Expressions that the verifier does not evaluate. */
  private readonly unknown = new Set<string>();
  private readonly places = new Map<unknown, Field>();

  public constructor(
    private readonly element: Element,
    private readonly isGo: boolean,
    private readonly expressions: readonly string[],
  ) {}

  /** The unknown expressions in a part of the result. */
  public unknownIn(part: unknown): string[] {
    const text = JSON.stringify(part);
    return [...this.unknown].filter((expression) =>
      text.includes(JSON.stringify(unresolved(expression)).slice(1, -1)),
    );
  }

  /** A template, of which only texts are rendered. */
  public filled(value: unknown): unknown {
    if (typeof value === 'string') {
      return replaceExpressions(value, (expression, whole) =>
        OF_CHART.test(expression) ? whole : this.textOf(expression),
      );
    }
    return mapped(value, (entry) => this.filled(entry));
  }

  /** A patch, in which an expression may be any value. */
  public patched(value: unknown, at: Field): unknown {
    if (typeof value !== 'string') {
      const content = mapped(value, (entry, step) => this.patched(entry, at.child(step)));
      this.note(content, at);
      return content;
    }
    const [[whole, index] = []] = [...value.matchAll(MARKED)];
    if (whole === undefined || whole !== value.trim()) {
      return value.replace(MARKED, (_, position: number) => this.textOf(this.expressions[position]));
    }
    const expression = this.expressions[Number(index)];
    const found = this.evaluated(expression);
    // A copy: YAML anchors may make several elements share one object.
    const copied = isObject(found) ? { ...found } : found;
    const content = Array.isArray(copied) ? [...copied as unknown[]] : copied;
    this.note(content, placeIn(this.element, expression) ?? at);
    return content ?? this.textOf(expression);
  }

  public placeOf(spec: JsonObject, path: readonly PathStep[], template: Field): Field {
    let [place, value]: [Field, unknown] = [template, spec];
    for (const step of path) {
      value = valueAt(value, [step]);
      place = this.places.get(value) ?? place.child(step);
    }
    return place;
  }

  private note(value: unknown, at: Field): void {
    if (typeof value === 'object' && value !== null) {
      this.places.set(value, at);
    }
  }

  private textOf(expression: string): string {
    const value = this.evaluated(expression);
    if (value === undefined) {
      this.unknown.add(expression);
      return unresolved(expression);
    }
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  /** Source: Argo CD, "Go Template"; `applicationset/utils/utils.go`, `Replace` accepts only names. */
  private evaluated(expression: string): unknown {
    const path = pathOf(expression, this.isGo);
    return path === undefined
      ? undefined
      : (valueAt(this.element.parameters, path) ?? valueAt(this.element.parameters, [path.join('.')]));
  }
}

function pathOf(expression: string, isGo = true): readonly string[] | undefined {
  const [, first, second = first] = WHOLE.exec(expression) ?? [];
  const name = second ?? (isGo ? /^\.([\w.]+)$/ : /^([\w.-]+)$/).exec(expression)?.[1];
  return name?.split('.');
}

function placeIn({ at }: Element, expression: string): Field | undefined {
  const path = pathOf(expression);
  return path && at?.child(...path);
}

/** In the notation of a later replacement, which no finding depends on. */
function unresolved(expression: string): string {
  return `\${${expression}}`;
}

function mapped(value: unknown, change: (entry: unknown, step: PathStep) => unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(change);
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry, key)]))
    : value;
}

/** A merge patch: maps by key, lists as a whole. Source: Argo CD, `ApplyTemplatePatch`. */
function merged(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) {
    return over ?? base;
  }
  const both = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(both.map((key) => [key, merged(entryOf(base, key), entryOf(over, key))]));
}
