import { JsonObject } from '../../common/data/json';
import { Registrar } from '../identity/providers/registrar';
import { TextFile, YamlFile } from '../output';

/** What a person reads, whatever the provider. */
export const CHECKLIST_FILE = 'oauth-applications.md';

/** For providers that no one here knows better. */
export const CLIENT_METADATA_FILE = 'oauth-clients.json';

type FileForm = Exclude<keyof Registrar, 'hydraOAuth2Client'>;

/**
 * The files in which providers take their clients. Of those that one takes, the first registers them; others
 * are set up beside them.
 */
export const FORMS: {
  readonly [F in FileForm]: { readonly file: string; readonly text: (made: never) => TextFile };
} = {
  terraform: { file: 'oauth-applications.tf.json', text: jsonFile },
  cognitoTrigger: { file: 'cognito-pre-token.mjs', text: (script: string) => TextFile._of(script) },
  keycloakRealm: { file: 'keycloak-realm.json', text: jsonFile },
  dexStaticClients: {
    file: 'dex-static-clients.yaml',
    text: (document: JsonObject) => YamlFile._document(document),
  },
  hydraClients: { file: 'hydra-clients.json', text: jsonFile },
};

export function fileForms(registrar: Registrar): FileForm[] {
  return (Object.keys(FORMS) as FileForm[]).filter((form) => form in registrar);
}

/** The file in which a provider takes its clients; `undefined` where a person has to read the checklist. */
export function registrationFile(registrar: Registrar): string | undefined {
  const [form] = fileForms(registrar);
  return form && FORMS[form].file;
}

/** A JSON document, indented as people expect it. */
export function jsonFile(content: unknown): TextFile {
  return TextFile._of(`${JSON.stringify(content, undefined, 2)}\n`);
}
