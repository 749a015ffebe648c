import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { flyteadmin as realFlyteadmin } from '../tools/flyteadmin';
import { askAsPerson, askAsService, askWithoutCredential, Questioner, Recorded, Recording, tokenOf } from './_contract';
import { startFlyteadmin } from './_flyteadmin';
import { HYDRA_HOST, hydraDeployment, hydraFor } from './_hydra';
import type { Deployment } from './_world';

/**
 * Compares the stand-in for flyteadmin, header by header, with answers that were recorded from the real one; a real flyteadmin, if there
 * is one, is compared with them as well. `FLYTEADMIN_RECORD=1` writes the file.
 */
const RECORDED = join(__dirname, 'recorded', 'flyteadmin-1.16.1.json');
const binary = realFlyteadmin.locate();

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Config = Record<string, any>;

interface Setting {
  readonly edit?: (config: Config) => void;
  /** Whether to send only requests without a credential. */
  readonly briefly?: boolean;
}

const SETTINGS: Readonly<Record<string, Setting>> = {
  'as emitted': {},
  'with authentication off': {
    briefly: true,
    edit: ({ server }) => {
      server.security.useAuth = false;
    },
  },
  'with flyteadmin\'s defaults for clients, and cookies of a domain': {
    edit: ({ auth }) => {
      delete auth.appAuth.thirdPartyConfig;
      auth.userAuth.cookieSetting = { domain: 'example.com', sameSitePolicy: 'StrictMode' };
    },
  },
  'open over HTTP': {
    briefly: true,
    edit: ({ auth }) => {
      auth.disableForHttp = true;
    },
  },
  'with a public URL that ends in a slash, and no other audience': {
    edit: ({ auth }) => {
      auth.authorizedUris = [`${auth.authorizedUris[0]}/`];
      delete auth.appAuth.externalAuthServer.allowedAudience;
    },
  },
};

const union = hydraDeployment();
const hydra = hydraFor(union);

async function askedAbout({ edit = () => undefined, briefly = false }: Setting, program: string | undefined): Promise<Recording> {
  const config = parse(union.flyteadminConfig) as Config;
  edit(config);
  const deployment: Deployment = { ...union, flyteadminConfig: stringify(config) };
  const flyteadmin = await startFlyteadmin(hydra.provider, deployment, undefined, program);
  const ask = new Questioner(flyteadmin, hydra.provider);
  try {
    await askWithoutCredential(ask);
    if (!briefly) {
      await askAsService(ask, await tokenOf(deployment, hydra.provider));
      await askAsPerson(ask, await ask.signIn('the callback with a code'));
    }
    await askWithoutProvider(ask);
    return ask.recording;
  } finally {
    await flyteadmin.stop();
  }
}

/** flyteadmin fetches the provider's metadata for each request, so it cannot answer without the provider. */
async function askWithoutProvider(ask: Questioner): Promise<void> {
  const bringBack = hydra.provider.network.takeAway(HYDRA_HOST);
  try {
    await ask.http('the metadata, while the provider is away', '/.well-known/oauth-authorization-server');
    await ask.http('the public client, while the provider is away', '/config/v1/flyte_client');
  } finally {
    bringBack();
  }
}

/** Without the header that Union's own build adds. */
function withoutWhatUnionAdds(recording: Recording): Recording {
  return Object.fromEntries(Object.entries(recording).map(([what, { headers, ...rest }]): [string, Recorded] => {
    const { 'x-user-token': _, ...open } = headers;
    return [what, { ...rest, headers: open }];
  }));
}

interface Difference {
  readonly what: string;
  readonly is: unknown;
  readonly recorded: unknown;
}

function differences(is: Recording, was: Recording): Difference[] {
  const all = [...new Set([...Object.keys(is), ...Object.keys(was)])];
  return all.flatMap((what) => {
    const parts = ({ status, headers, body }: Recorded) => ({ ...headers, status, body });
    const [here, there]: Record<string, unknown>[] = [is, was].map((recording) => (what in recording ? parts(recording[what]) : {}));
    return [...new Set([...Object.keys(here), ...Object.keys(there)])]
      .filter((part) => JSON.stringify(here[part]) !== JSON.stringify(there[part]))
      .map((part) => ({ what: `${what}: ${part}`, is: here[part], recorded: there[part] }));
  });
}

const recorded = (): Record<string, Recording> => (existsSync(RECORDED) ? JSON.parse(readFileSync(RECORDED, 'utf8')) as Record<string, Recording> : {});

describe.each(Object.entries(SETTINGS))('%s', (name, setting) => {
  if (binary !== undefined) {
    it('the real flyteadmin answers as recorded', async () => {
      const real = await askedAbout(setting, binary);
      if (process.env.FLYTEADMIN_RECORD) {
        writeFileSync(RECORDED, `${JSON.stringify({ ...recorded(), [name]: real }, undefined, 2)}\n`);
      }
      expect(differences(real, recorded()[name])).toEqual([]);
    });
  }

  it('the stand-in answers as recorded from flyteadmin 1.16.1', async () => {
    expect(differences(withoutWhatUnionAdds(await askedAbout(setting, undefined)), recorded()[name])).toEqual([]);
  });
});

/** Paths that the regular expressions of Union's own Ingresses route past the gate, and flyteadmin's status: 307 redirects to a guarded path. */
const PAST_THE_GATE: Readonly<Record<string, number>> = {
  '/.well-known-x': 404,
  '/.well-known/..%2Fapi/v1/projects': 404,
  '/.well-known/../api/v1/projects': 307,
  '/.well-known%2F..%2Fapi%2Fv1%2Fprojects': 404,
  '/healthcheck/..%2Fapi%2Fv1%2Fprojects': 404,
  '/login%2F..%2F..%2Fapi%2Fv1%2Fprojects': 404,
  '/me/..;/api/v1/projects': 404,
  '/callback//..//api/v1/projects': 307,
  '/api/v1/projects': 401,
};

if (binary !== undefined) {
  test('the real flyteadmin serves no request without a credential that comes past the gate', async () => {
    const flyteadmin = await startFlyteadmin(hydra.provider, union, undefined, binary);
    try {
      const ask = new Questioner(flyteadmin, hydra.provider);
      for (const path of Object.keys(PAST_THE_GATE)) {
        await ask.http(path, path, { accept: 'application/json' });
      }
      const answered = Object.entries(ask.recording).map(([what, { status }]) => [what.slice('HTTP '.length), status]);
      expect(Object.fromEntries(answered)).toEqual(PAST_THE_GATE);
    } finally {
      await flyteadmin.stop();
    }
  });
}
