import { SNIPPET_ANNOTATIONS } from '../../contract/upstream/ingress-nginx';
import { controllerFor, NginxController, snippetRefusals } from '../edge/ingress-nginx/nginx-controller';
import { defineRule } from '../engine/rule';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { kubectl } from '../running/cluster-looks';

interface Subject {
  readonly ingress: KubeObject;
  readonly snippets: readonly string[];
  readonly controller: NginxController;
}

/** Ingresses of a control plane with snippets, whose controller is in the input. */
function subjectsOf(model: Model): Subject[] {
  const ingresses = new Set(
    model.unionServers
      .filter(({ edge }) => edge.takesSnippets)
      .flatMap(({ routes }) => routes.map(({ object }) => object)),
  );
  return [...ingresses].flatMap((ingress) => {
    const snippets = SNIPPET_ANNOTATIONS.filter((name) => ingress.annotations[name]?.trim());
    const controller =
      snippets.length > 0
        ? controllerFor(ingress, model.nginxControllers, model.ingressClasses)
        : undefined;
    return controller === undefined ? [] : [{ ingress, snippets, controller }];
  });
}

export const snippetRejected = defineRule({
  id: 'snippet-rejected',
  severity: 'error',
  area: 'the edge',
  title: 'The controller accepts the snippets of the Ingresses.',
  symptom: 'The API server refuses the Ingress, or the controller drops it and its routes answer 404, or the '
    + 'snippet is left out in silence.',
  explanation: 'Snippet annotations put text into nginx.conf. ingress-nginx allows none unless '
    + 'allow-snippet-annotations is "true", and since 1.12 it drops every Ingress with an annotation above '
    + 'annotations-risk-level, which is High by default; snippets are Critical. Union\'s chart sets both for '
    + 'the controller that it brings, and puts a server-snippet on each of its Ingresses: a controller of '
    + 'your own refuses them all.',
  remediation: 'Take the snippets off the Ingresses (chart: ingress.annotations without server-snippet, '
    + 'protectedIngressAnnotationsGrpc without configuration-snippet), or set allow-snippet-annotations: '
    + '"true" and annotations-risk-level: Critical in the ConfigMap of the controller.',
  see: [
    kubectl(
      'get ingress -A -o yaml | grep -n -E "(server|configuration|auth)-snippet"',
      'Each line needs a controller that allows snippets.',
    ),
    kubectl(
      'get configmap -A -o yaml | grep -n -E "allow-snippet-annotations|annotations-risk-level"',
      'Snippets need "true" and, since 1.12, Critical.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable:
    'No Ingress of a control plane in the input has a snippet and the ConfigMap of its ingress-nginx '
      + 'controller beside it.',
  *check(subjects) {
    for (const controller of new Set(subjects.map((subject) => subject.controller))) {
      const served = subjects.filter((subject) => subject.controller === controller);
      const names = [...new Set(served.flatMap(({ snippets }) => snippets))].map((name) =>
        name.slice(name.indexOf('/') + 1),
      );
      const users =
        served.length === 1 ? `the Ingress ${served[0].ingress.name}` : `${served.length} Ingresses`;
      for (const { key, value, found } of snippetRefusals(controller)) {
        yield {
          at: controller.configMap.field('data', key),
          expected: `${key}: ${value}, for ${names.join(' and ')} of ${users}`,
          found,
        };
      }
    }
  },
});
