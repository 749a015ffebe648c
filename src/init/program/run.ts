// Tests: test/init/examine.test.ts
import { App, Chart, Duration, Names, Yaml } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { entryOf, isObject, JsonObject, pathSteps } from '../../common/data/json';
import { invalidProps } from '../../common/props/construct-props';
import { InvalidPropsError, problemLine } from '../../common/props/problems';
import { Authorization } from '../../constructs/authorization/authorization';
import { ClientConfig } from '../../constructs/clients/client-config';
import { ClientEnvironment } from '../../constructs/clients/client-environment';
import { ControlPlaneEdge } from '../../constructs/edge/control-plane-edge';
import { EdgeController } from '../../constructs/edge/edge-controller';
import { EnvoyGatewayGuard } from '../../constructs/edge/envoy-gateway/envoy-gateway-guard';
import { ArgoApplication } from '../../constructs/gitops/argo-application';
import { FluxHelmRelease } from '../../constructs/gitops/flux-helm-release';
import { AuthProfile, EagerApiKey, IdentityProvider, UnionIdentity } from '../../constructs/identity';
import { OutputFile } from '../../constructs/output/output-folder';
import { TextFile } from '../../constructs/output/text-file';
import { ControlPlane } from '../../constructs/planes/control-plane/control-plane';
import { ControlPlaneAuth } from '../../constructs/planes/control-plane/control-plane-auth';
import {
  ControlPlaneNetworkPolicy,
} from '../../constructs/planes/control-plane/control-plane-network-policy';
import { DatabaseTls } from '../../constructs/planes/control-plane/database';
import { DataPlane } from '../../constructs/planes/data-plane/data-plane';
import { DataPlaneAuth } from '../../constructs/planes/data-plane/data-plane-auth';
import { ObjectStorage } from '../../constructs/planes/object-storage';
import { Registrations } from '../../constructs/registrations/registrations';
import { SecretDelivery } from '../../constructs/secrets/secret-delivery';
import { SecretRotation } from '../../constructs/secrets/secret-rotation';
import { ClusterSecretStore, SecretStore } from '../../constructs/secrets/secret-store';
import { AuthFinding, AuthVerification } from '../../constructs/validation/auth-verification';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { AnswerProblem } from '../questions/check';
import { Call, Expression, Member, Name, PlaceOf, Program, Statement } from './expression';

/** The names that programs can use. */
const LIBRARY: Readonly<Record<string, unknown>> = {
  App,
  ArgoApplication,
  AuthProfile,
  AuthVerification,
  Authorization,
  Chart,
  ChartVersion,
  ClientConfig,
  ClientEnvironment,
  ClusterSecretStore,
  ControlPlane,
  ControlPlaneAuth,
  ControlPlaneEdge,
  ControlPlaneNetworkPolicy,
  DataPlane,
  DataPlaneAuth,
  DatabaseTls,
  Duration,
  EagerApiKey,
  EdgeController,
  EnvoyGatewayGuard,
  FluxHelmRelease,
  IdentityProvider,
  ObjectStorage,
  Registrations,
  SecretDelivery,
  SecretRotation,
  SecretStore,
  UnionIdentity,
};

/** A file, with the documents of a manifest. */
export interface MadeFile extends OutputFile {
  readonly documents?: readonly unknown[];
}

/** The source of a construct. */
interface Origin {
  readonly answer: PlaceOf;
  readonly extraValues: unknown;
}

/** The result of a program. */
export interface Outcome {
  /** All files to write; empty if there are problems. */
  readonly files: readonly MadeFile[];
  /** Warnings of constructs. */
  readonly warnings: readonly string[];
  /** Problems of the answers. */
  readonly problems: readonly AnswerProblem[];
}

/** The value of an expression without variables; undefined if it fails. */
export function valueOf(expression: Expression): unknown {
  const made = new Running().value(expression);
  return made instanceof Failed ? undefined : made;
}

/** Runs a program without writing anything. */
export function run({ statements }: Program): Outcome {
  const running = new Running();
  statements.forEach((statement) => running.do(statement));
  return running.outcome;
}

/** Replaces a value that could not be created, and all values that need it. */
class Failed {}

class Running {
  private readonly variables = new Map<string, unknown>();
  private readonly problems: AnswerProblem[] = [];
  private readonly files: MadeFile[] = [];
  /** Whether the program runs verification. */
  private isJudged = false;
  /** By path of the construct. */
  private readonly origins = new Map<string, Origin>();

  public get outcome(): Outcome {
    const failed = this.problems.length > 0;
    return {
      files: failed ? [] : sorted(this.files),
      warnings: failed ? [] : this.warnings(),
      problems: this.problems,
    };
  }

  public do(statement: Statement): void {
    switch (statement.kind) {
      case 'const':
        this.variables.set(statement.name, this.value(statement.value));
        break;
      case 'do':
        this.value(statement.value);
        break;
      case 'synth':
        this.synthesize(statement.app);
        break;
      case 'write': {
        const file = this.value(statement.file);
        if (file instanceof TextFile || file instanceof Registrations) {
          this.files.push(...file._files(statement.path));
        }
        break;
      }
    }
  }

  private synthesize(variable: string): void {
    if (this.problems.length > 0) {
      return;
    }
    const app = this.variables.get(variable) as App;
    try {
      this.files.push(
        ...app.charts.map((chart) =>
          manifestFile(`${Names.toDnsLabel(chart)}.k8s.yaml`, chart.toJson() as unknown[])),
      );
    } catch (error) {
      const failures = this.isJudged ? AuthVerification.of(app)._failures() : [];
      const invalid = validationsOf(app, new Set(failures.map(({ message }) => message)));
      this.problems.push(
        ...failures.map(({ finding }) => this.placedFinding(finding)),
        ...invalid.map((each) => this.placed(each)),
        ...failures.length + invalid.length === 0 ? problemsOf(error) : [],
      );
    }
  }

  public value(expression: Expression): unknown {
    if (expression instanceof Name) {
      return this.variables.has(expression.name)
        ? this.variables.get(expression.name)
        : LIBRARY[expression.name];
    }
    if (expression instanceof Call) {
      return this.call(expression);
    }
    if (expression instanceof Member) {
      return this.member(expression);
    }
    if (Array.isArray(expression)) {
      return expression.map((item: Expression) => this.value(item));
    }
    if (typeof expression === 'object' && expression !== null) {
      return Object.fromEntries(Object.entries(expression).filter(([, entry]) => entry !== undefined)
        .map(([prop, entry]) => [prop, this.value(entry as Expression)]));
    }
    return expression;
  }

  private call({ callee, type, isNew, args, answer }: Call): unknown {
    this.isJudged ||= type === 'AuthVerification';
    const values = args.map((arg) => this.value(arg));
    if (values.some(hasFailed)) {
      return new Failed();
    }
    const made = this.try((problem) => ({ ...problem, path: answer?.(problem.path) ?? '' }), () => {
      const target =
        callee.split('.').reduce<unknown>((of, name) => (of as Record<string, unknown>)[name], LIBRARY);
      return isNew
        ? Reflect.construct(target as new () => unknown, values) as unknown
        : (target as (...given: unknown[]) => unknown).apply(LIBRARY[type], values);
    });
    if (answer !== undefined && Construct.isConstruct(made)) {
      const { extraValues } = (values[2] ?? {}) as JsonObject;
      this.origins.set(made.node.path, { answer, extraValues });
    }
    return made;
  }

  /** Adds the result of a validation at the answer of its prop, if there is one. */
  private placed({ construct, prop, text }: Invalid): AnswerProblem {
    const path = prop === undefined ? undefined : this.origins.get(construct)?.answer(prop);
    const whole = prop === undefined ? text : `${prop}: ${text}`;
    return path === undefined
      ? { path: '', text: construct ? `[${construct}] ${whole}` : whole }
      : { path, text };
  }

  /** Adds a finding at the answer of its value, if there is one. */
  private placedFinding(finding: AuthFinding): AnswerProblem {
    const { rule, severity, constructPath, object, field, expected, found, symptom, remediation } = finding;
    const { answer, extraValues } = this.origins.get(constructPath) ?? {};
    const is = `expected ${expected}, found ${found}; ${inOneLine(`${symptom} ${remediation}`)}`;
    return answer === undefined || !decidesOver(extraValues, pathSteps(field))
      ? { path: '', text: `${rule} (${severity}): ${constructPath} (${object}); ${field}: ${is}` }
      : {
        path: answer(`extraValues${field.startsWith('[') ? '' : '.'}${field}`),
        text: `${rule} (${severity}): ${is}`,
      };
  }

  private member({ of, name, args, answer }: Member): unknown {
    const object = this.value(of);
    if (object instanceof Failed) {
      return object;
    }
    const member = (object as Record<string, unknown>)[name];
    return args === undefined
      ? member
      : this.try((problem) => ({ ...problem, path: answer?.(problem.path) ?? '' }), () =>
        (member as (...given: unknown[]) => unknown).apply(object, args.map((arg) => this.value(arg))));
  }

  private try(placed: (problem: AnswerProblem) => AnswerProblem, make: () => unknown): unknown {
    try {
      return make();
    } catch (error) {
      this.problems.push(...problemsOf(error).map(placed));
      return new Failed();
    }
  }

  private warnings(): string[] {
    const apps = [...this.variables.values()].filter((value) => value instanceof App);
    return apps.flatMap((app) => app.node.findAll()).flatMap((construct: IConstruct) =>
      construct.node.metadata.filter(({ type }) => type === 'warning')
        .map(({ data }) => `${construct.node.path}: ${String(data)}`));
  }
}

/** Name and bytes as in `App.synth()`, computed on demand: most answers are only tried. */
function manifestFile(path: string, documents: readonly unknown[]): MadeFile {
  let text: string | undefined;
  return {
    path,
    documents,
    executable: false,
    get text() {
      return (text ??= Yaml.stringify(...documents));
    },
  };
}

/** Whether values set a path: maps are merged, all else is replaced. */
function decidesOver(values: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined || !isObject(values)) {
    return values !== undefined;
  }
  return decidesOver(entryOf(values, step), rest);
}

/** The result of a validation, by path of the construct, and prop if it has one. */
interface Invalid {
  readonly construct: string;
  readonly prop?: string;
  readonly text: string;
}

/** The results of a tree's validations, except those already reported. */
function validationsOf(app: App, told: ReadonlySet<string>): Invalid[] {
  return app.node.findAll().flatMap((each) => {
    const construct = each.node.path;
    const ofProps = invalidProps(each);
    const others = each.node.validate().filter((text) =>
      !told.has(text) && !ofProps.some((problem) => text === problemLine(problem)));
    return [
      ...ofProps.map(({ prop, text }) => ({ construct, prop, text })),
      ...others.map((text) => ({ construct, text: inOneLine(text) })),
    ];
  });
}

/** A prop may be the whole value. */
function problemsOf(error: unknown): AnswerProblem[] {
  return error instanceof InvalidPropsError
    ? error.problems.map(({ prop, ...problem }) => ({ path: prop === 'props' ? '' : prop, ...problem }))
    : [{ path: '', text: error instanceof Error ? error.message : String(error) }];
}

/** Joins phrases and sentences that were on separate lines. */
function inOneLine(text: string): string {
  return text.replace(/(\.?)\n\s*/g, (_, stop: string) => (stop === '' ? '; ' : '. '));
}

function hasFailed(value: unknown): boolean {
  return value instanceof Failed || (Array.isArray(value) && value.some(hasFailed))
    || (isProps(value) && Object.values(value).some(hasFailed));
}

/** Objects of classes are not inspected. */
function isProps(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Two planes can write the same schema. */
function sorted(files: readonly MadeFile[]): MadeFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
