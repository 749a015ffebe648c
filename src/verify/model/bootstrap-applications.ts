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

/** An application that an authorizer must know. */
export interface Application {
  /** What it is for, such as `the operator of us-east`. */
  readonly duty: string;
  readonly clientId: string;
  /** Its subject, where the input says more than the client ID. */
  readonly subject?: string;
  /** Where clients go by its ID. */
  readonly named: readonly Field[];
}

/** Where clients of both planes go by an ID; looked through once, for all applications of a fleet. */
const settingsById = oncePer((model: Model) => groupsByKey(
  (['control', 'data'] as const).flatMap((plane) =>
    clientsOfPlane(model, plane).flatMap(({ clientId }) => clientId ?? [])),
  ({ text }) => text,
));

/** The data planes of the input, but those whose cluster the authorizer of another control plane lists. */
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

/** Those that call Union's services: the control plane's own, and each data plane's. */
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

/** Those with which eager tasks call back, as far as the control plane makes their API keys. */
export function eagerApplications({ home }: Authorization, model: Model): Application[] {
  return seededClients(model)
    .filter(({ externalSecret }) => externalSecret.writesInto(home))
    .map(({ clientId, field }) => ({ duty: 'eager tasks', clientId, named: [field] }));
}

/** Whether one of these subjects is the application's; nothing where the provider's own ids hide it. */
export function isAmong(
  subjects: readonly string[],
  { clientId, subject }: Pick<Application, 'clientId' | 'subject'>,
  provider: SubjectProvider,
): boolean | undefined {
  if (subject !== undefined && provider.writesOwnIds) {
    return subjects.includes(subject);
  }
  const verdicts = subjects.map((each) => isSubjectOf(each, clientId, provider));
  // Each of several ids may be the one.
  return verdicts.includes(true) || (verdicts.includes(undefined) ? undefined : false);
}

/** The clients that are behind subjects, as far as providers write them there. */
export function clientsOf(subjects: readonly string[]): string[] {
  return subjects.flatMap((subject) => [subject, clientOfSubject(subject)]);
}
