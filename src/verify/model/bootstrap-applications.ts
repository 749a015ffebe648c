// Tests: test/verify/rules/accounts.test.ts
import { groupsByKey, oncePer } from '../../common/data/collections';
import { clientOfSubject } from '../../contract/providers/known-providers';
import type { Field } from '../read/field';
import {
  Authorization, decidingAuthorizations, isSubjectOf, SubjectProvider, TRUSTED_IDENTITY,
} from './authorization';
import { seededClients } from './client-ids-in-secrets';
import { DataPlane, dataPlanesOf } from './data-planes';
import type { Model } from './model';
import { clientsOfPlane } from './trusted-clients';

/** An application that an authorizer must have. */
export interface Application {
  /** Its purpose, such as `the operator of us-east`. */
  readonly duty: string;
  readonly clientId: string;
  /** Its subject, if the input has more than the client ID. */
  readonly subject?: string;
  /** The places of clients with its ID. */
  readonly named: readonly Field[];
}

/** The settings with client IDs of both planes, by ID; collected once for all applications of a fleet. */
const settingsById = oncePer((model: Model) => groupsByKey(
  (['control', 'data'] as const).flatMap((plane) =>
    clientsOfPlane(model, plane).flatMap(({ clientId }) => clientId ?? [])),
  ({ text }) => text,
));

/** The data planes of the input, except those whose cluster the authorizer of another control plane lists. */
export function dataPlanesFor({ authorizer, clusters }: Authorization, model: Model): DataPlane[] {
  const listed = new Set(clusters.map(({ name }) => name));
  const elsewhere = new Set(
    decidingAuthorizations(model, 'Union')
      .filter((other) => other.authorizer !== authorizer)
      .flatMap((other) => other.clusters.map(({ name }) => name)),
  );
  return dataPlanesOf(model).filter(
    ({ clusterName }) => listed.has(clusterName) || !elsewhere.has(clusterName),
  );
}

/** The applications that call Union's services: the control plane's own, and those of each data plane. */
export function applicationsFor(authorization: Authorization, model: Model): Application[] {
  const configs = [authorization.authorizer, ...authorization.services];
  const trusted = [...new Set(configs.flatMap((config) => config.text(TRUSTED_IDENTITY)?.trim() || []))];
  const own = clientsOfPlane(model, 'control')
    .filter(({ config }) => configs.includes(config))
    .map(({ clientId }) => ({
      duty: 'the services of the control plane',
      clientId: clientId!.text!,
      subject: trusted.length === 1 ? trusted[0] : undefined,
    }));
  const operators = dataPlanesFor(authorization, model).flatMap(({ clusterName, clients }) =>
    clients.map(({ clientId }) => ({ duty: `data plane ${clusterName}`, clientId: clientId!.text! })),
  );
  const byId = new Map([...operators, ...own].map((application) => [application.clientId, application]));
  return [...byId.values()].map((application) =>
    ({
      ...application,
      named: settingsById(model).get(application.clientId)?.map(({ field }) => field) ?? [],
    }));
}

/** The applications of eager tasks, as far as the control plane creates their API keys. */
export function eagerApplications({ home }: Authorization, model: Model): Application[] {
  return seededClients(model)
    .filter(({ externalSecret }) => externalSecret.writesInto(home))
    .map(({ clientId, field }) => ({ duty: 'eager tasks', clientId, named: [field] }));
}

/** Whether one of these subjects is the application's; undefined if the provider chooses subjects. */
export function isAmong(
  subjects: readonly string[],
  { clientId, subject }: Pick<Application, 'clientId' | 'subject'>,
  provider: SubjectProvider,
): boolean | undefined {
  if (subject !== undefined && provider.writesOwnIds) {
    return subjects.includes(subject);
  }
  const verdicts = subjects.map((each) => isSubjectOf(each, clientId, provider));
  // Any of several IDs may be the right one.
  return verdicts.includes(true) || (verdicts.includes(undefined) ? undefined : false);
}

/** The clients of subjects, if the provider derives subjects from them. */
export function clientsOf(subjects: readonly string[]): string[] {
  return subjects.flatMap((subject) => [subject, clientOfSubject(subject)]);
}
