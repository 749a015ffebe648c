import { ApiServer } from '../api-server/_api-server';

const PATH = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
const NAME = 'silent';

/** A webhook that does not answer, like one that is still starting, so that the API server refuses these objects. */
export class SilentWebhook {
  public constructor(private readonly group: string, private readonly resource: string, private readonly objectSelector?: object) {}

  public install(api: ApiServer): Promise<unknown> {
    return api.must('POST', PATH, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: NAME },
      webhooks: [{
        name: `${this.resource}.example.com`,
        clientConfig: { url: 'https://127.0.0.1:1/validate' },
        rules: [{ apiGroups: [this.group], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: [this.resource] }],
        objectSelector: this.objectSelector,
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        timeoutSeconds: 1,
      }],
    });
  }

  /** Removes it, if it is installed. */
  public remove(api: ApiServer): Promise<unknown> {
    return api.send('DELETE', `${PATH}/${NAME}`);
  }
}
