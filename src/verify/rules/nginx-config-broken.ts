import { NGINX_CONFIG, SNIPPET_ANNOTATIONS } from '../../contract/upstream/ingress-nginx';
import { isUnevaluated } from '../edge/template';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { syntaxFault } from '../read/nginx-config';

interface Snippet {
  readonly at: Field;
  readonly text: string;
}

/** Snippets of the Ingresses of control planes, and of the controllers in the input. */
function subjectsOf(model: Model): Snippet[] {
  const ingresses = new Set(model.unionServers
    .filter(({ edge }) => edge.takesSnippets)
    .flatMap(({ routes }) => routes.map(({ object }) => object)));
  const snippets = [
    ...[...ingresses].flatMap((ingress) => SNIPPET_ANNOTATIONS.map((name) =>
      ({ at: ingress.annotationField(name), text: ingress.annotations[name] }))),
    ...model.nginxControllers.flatMap(({ configMap, settings }) => NGINX_CONFIG.snippets.map((name) =>
      ({ at: configMap.field('data', name), text: settings[name] }))),
  ];
  return snippets.filter((snippet): snippet is Snippet => !!snippet.text && !isUnevaluated(snippet.text));
}

export const nginxConfigBroken = defineRule('nginx-config-broken', {
  subjects: subjectsOf,
  notApplicable:
    'No Ingress of a control plane, and no ingress-nginx controller, in the input has a snippet.',
  *check(subjects) {
    // A chart repeats its snippets on each Ingress.
    const told = new Set<string>();
    for (const { at, text } of subjects) {
      const fault = told.has(text) ? undefined : syntaxFault(text);
      told.add(text);
      if (fault !== undefined) {
        yield { at, expected: 'directives that nginx can read', found: fault };
      }
    }
  },
});
