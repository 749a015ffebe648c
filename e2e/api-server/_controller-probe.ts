import { eventually } from '../_support/processes';
import { ApiServer } from './_api-server';

/** The namespace and the name of the probe's objects. */
export const PROBE = 'controller-probe';

const EXTERNAL_SECRETS = '/apis/external-secrets.io/v1';
const OURS = `${EXTERNAL_SECRETS}/namespaces/${PROBE}`;
const EXTERNAL_SECRET = `${OURS}/externalsecrets/${PROBE}`;
const SECRET = `/api/v1/namespaces/${PROBE}/secrets/${PROBE}`;
const MERGE_PATCH = 'application/merge-patch+json';
const WITHIN = 60;

/**
 * Shows by its own ExternalSecret that the real controller has handled everything that happened before: the controller handles events of
 * a kind in their order. So no test depends on the speed of the machine.
 */
export class ControllerProbe {
  private asked = 0;

  constructor(private readonly api: ApiServer) {}

  /** Waits until the controller has repaired the probe's Secret and read its ExternalSecret again. */
  public async answered(): Promise<void> {
    await this.create();
    this.asked += 1;
    const { status } = await this.api.must('GET', EXTERNAL_SECRET);
    await this.api.must('PATCH', EXTERNAL_SECRET, { metadata: { annotations: { asked: String(this.asked) } } }, MERGE_PATCH);
    await eventually(async () => {
      const { status: now } = await this.api.must('GET', EXTERNAL_SECRET);
      return now?.syncedResourceVersion !== undefined && now.syncedResourceVersion !== status?.syncedResourceVersion;
    }, 'External Secrets to see a changed ExternalSecret', WITHIN);
    await this.api.must('PATCH', SECRET, { data: { asked: Buffer.from(String(this.asked)).toString('base64') } }, MERGE_PATCH);
    await eventually(async () => (await this.api.must('GET', SECRET)).data.asked === undefined, 'External Secrets to repair a changed Secret', WITHIN);
  }

  private async create(): Promise<void> {
    if (await this.api.get(EXTERNAL_SECRET)) {
      return;
    }
    const metadata = { name: PROBE, namespace: PROBE };
    await this.api.must('POST', '/api/v1/namespaces', { metadata: { name: PROBE } });
    await this.api.must('POST', `${OURS}/secretstores`, {
      apiVersion: 'external-secrets.io/v1', kind: 'SecretStore', metadata, spec: { provider: { fake: { data: [{ key: PROBE, value: 'there' }] } } },
    });
    await this.api.must('POST', `${OURS}/externalsecrets`, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata,
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'SecretStore', name: PROBE },
        target: { name: PROBE, creationPolicy: 'Owner' },
        data: [{ secretKey: 'there', remoteRef: { key: PROBE } }],
      },
    });
  }
}
