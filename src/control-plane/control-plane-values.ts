import { JsonObject, mergeValues, nestUnder } from '../_internal/json';
import { isGuide } from '../config/context';
import { controlPlaneBlocks } from '../config/control-plane';
import { globals } from '../config/globals';
import { toValues } from '../config/render';
import { PLACEHOLDER } from '../contract/secrets';
import { ingressNginxAnnotations } from '../ingress/ingress-nginx-annotations';
import { PlaneContext } from '../planes/plane-context';

/** The override values of the control plane chart. Guide: section "Control plane Helm configuration". */
export function controlPlaneValues(context: PlaneContext): JsonObject {
  const { auth, release: { controlPlane } } = context;
  return [
    { global: globals(auth, controlPlane.globals) },
    toValues(controlPlaneBlocks(context)),
    nestUnder(controlPlane.schedulerSecret, schedulerSecret(context)),
    nestUnder(controlPlane.ingress, ingress(context)),
  ].reduce(mergeValues);
}

/** With a client secret the chart renders the Secret, and every upgrade puts its placeholder back; with null it only mounts it. */
function schedulerSecret(context: PlaneContext): JsonObject {
  return { enabled: true, clientSecret: isGuide(context) ? PLACEHOLDER : null };
}

function ingress(context: PlaneContext): JsonObject {
  const sets = ingressNginxAnnotations(context.auth, context.namespace);
  const guide = { protectedIngressAnnotations: sets.http, protectedIngressAnnotationsGrpc: sets.grpc };
  return isGuide(context)
    ? guide
    : {
      // Without a host the rules catch every Host header.
      host: context.auth.domain,
      ...guide,
      protectedIngressAnnotationsWithoutSignin: sets.withoutSignIn,
      protectedConsoleIngressAnnotations: sets.console,
    };
}
