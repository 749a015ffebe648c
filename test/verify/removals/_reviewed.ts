/** What may be taken away without a finding, and why. Looked through by hand; an entry that nothing needs any more fails the test. */
export interface Reviewed {
  /** Kind, name and path of the removals. */
  readonly what: RegExp;
  readonly why: string;
  /** So many of those that it covers are noticed all the same, and must stay so. Without it, only a few are tried. */
  readonly noticed?: number;
}

const POD = '^Deployment/\\S+ spec\\.template\\.spec';

/** A line of the auth gate's configuration, at the end of the blocks that it stands in. */
function gateLine(line: string): RegExp {
  return new RegExp(`^ConfigMap/union-auth-gate(-nginx)? data\\.nginx\\.conf: (.* > )?(${line})`);
}

/** Without them authentication works as before, or the API server puts the same in their place. */
export const HARMLESS: readonly Reviewed[] = [
  { what: /^\w+\/\S+ metadata\.labels/, why: 'labels of the object itself: for people, and for selectors of other tools' },
  { what: /^Secret\/\S+ metadata\.(annotations|labels)/, why: 'they keep Helm, Argo CD and Flux from deleting it, and have External Secrets fill it at once instead of at the next refresh' },
  { what: /^(Secret\/\S+ type|ConfigMap\/\S+ immutable)$/, why: 'the default of the API server' },
  { what: /^ExternalSecret\/\S+ spec\.data\[.*\]\.remoteRef\.(conversionStrategy|decodingStrategy|metadataPolicy|version)$/, why: 'the default of External Secrets; without a version the newest' },
  { what: /^ExternalSecret\/\S+ spec\.(refreshInterval|secretStoreRef\.kind|target\.(deletionPolicy|creationPolicy|template.*))$/, why: 'the default of External Secrets; without the template kubectl\'s annotations are copied, which shows only when client-side and server-side apply are mixed' },
  { what: /^ExternalSecret\/(flyteadmin-oidc-client-secret|flyte-secret-auth|union-secret-auth) spec\.target(\.name)?$/, why: 'the target has the name of the ExternalSecret without it' },
  { what: /^SecretStore\/\S+ spec\.provider\.aws\./, why: 'what a provider needs is for External Secrets to say' },
  { what: /^Deployment\/\S+ spec\.(replicas|strategy|progressDeadlineSeconds|revisionHistoryLimit|minReadySeconds)/, why: 'how many pods there are, and how they are replaced' },
  { what: /securityContext|[pP]robe\b|\.resources\b|\.affinity|topologySpread|\.lifecycle/, why: 'hardening and health: pods authenticate without' },
  { what: new RegExp(`${POD}\\.(terminationGracePeriodSeconds|dnsPolicy|restartPolicy|setHostnameAsFQDN|automountServiceAccountToken|enableServiceLinks|hostNetwork|hostPID|hostIPC|shareProcessNamespace|serviceAccountName)$`), why: 'defaults of the API server, and whom the pod is to Kubernetes' },
  { what: new RegExp(`${POD}\\.(containers|initContainers)\\[[^\\]]*\\]\\.(imagePullPolicy|ports|name|image)`), why: 'the API server refuses the pod, or a Service finds the port by its number' },
  { what: new RegExp(`${POD}\\.(containers|initContainers)\\[[^\\]]*\\]\\.(command|args)`), why: 'without its words the entry point of the image decides what runs; those about --config are found', noticed: 27 },
  { what: new RegExp(`${POD}\\.(containers|initContainers)\\[[^\\]]*\\]\\.env`), why: 'the environment carries no credential of these pods' },
  { what: /volumeMounts\[[^\]]*\]\.readOnly$/, why: 'Secrets and ConfigMaps are mounted read-only anyway' },
  { what: /(volumes|volumeMounts)\[(tmp|scratch|run|cache|logs?|tls)\]/, why: 'room to write in; the process stops at once without' },
  { what: /initContainers\[[^\]]*\]\.volumeMounts\[/, why: 'init containers that migrate, seed or generate read the database password at most, which is found', noticed: 38 },
  { what: /^Deployment\/(executor|leaseworker) .*\[union-secret-auth-2\]/, why: 'the second mount of the same Secret, at the directory that older configs name' },
  { what: /^Deployment\/flyteadmin .*volumes?(Mounts)?\[union-controlplane-secrets(-\d)?\]/, why: 'flyteadmin reads its client secret from flyte-admin-secrets; the mount is for chart overrides', noticed: 15 },
  { what: /^Deployment\/(union-auth-gate(-nginx)?|flyteconsole) .*(volumes|volumeMounts)/, why: 'neither reads a credential; a gate that does not start lets nobody in' },
  { what: /^Deployment\/\S+ spec\.template\.metadata\.labels/, why: 'the API server refuses pods without the label of the selector; the others are for people and for policies', noticed: 12 },
  { what: /^Deployment\/\S+ spec\.template\.metadata\.annotations/, why: 'checksums and hints of rotation: pods are restarted by hand without' },
  { what: /^(Role|RoleBinding|ClusterRole|ClusterRoleBinding|ServiceAccount|PodDisruptionBudget|NetworkPolicy)\/\S+ (?!metadata\.namespace)/, why: 'what the verifier does not keep, as it is no part of the wiring of credentials' },
  { what: /^Service\/\S+ spec\.(type|ports\[\S+\]\.name)$/, why: 'the default of the API server; routes name ports by their numbers' },
  { what: /^Service\/(executions|cluster|usage) spec\.ports\[debug\](\.port)?$/, why: 'a port that no route and no client names' },
  { what: /^Service\/union-auth-gate(-nginx)? spec\.ports\[\S+\]\.targetPort$/, why: 'the port of the Service is the same' },
  { what: new RegExp('^ConfigMap/\\S+ data\\.\\S+\\.yaml: (?!(admin|auth|union|executions|server|authorizer|\\w+\\.unionAuth|operator\\.clusterData\\.appId)(\\.|$))'), why: 'sections that have nothing to do with authentication; the passwordPath of databases is followed where it is' },
  { what: /^ConfigMap\/\S+ data\.(a_|ab_|b_)\S+\.yaml/, why: 'templates of what the cluster sync makes for projects' },
  { what: /^Deployment\/union-syncresources .*\[resource-templates\]/, why: 'templates of what the cluster sync makes for projects' },
  { what: /^ConfigMap\/\S+ data\.(db|storage|core|enabled_plugins|fast_registration_storage|union|k8s|task_logs|logger|domain|announcements)\.yaml$/, why: 'a config file without sections about authentication, beside others' },
  { what: /^ConfigMap\/\S+ data\.union\.yaml: union/, why: 'addresses of the union services, in the config of flyteadmin' },
  { what: /^ConfigMap\/\S+ data\.\S+: (union\.internalConnectionConfig(\.|$)|executions\.apps|server(\.|$)(?!security))/, why: 'where services find each other, and ports' },
  { what: /: executions\.app\.adminClient\.connection\.(authorizationHeader|tokenUrl|scopes|audience)/, why: 'the admin client asks flyteadmin for header, token URL, scopes and audience that it is not told (clients/go/admin: token_source_provider.go)' },
  { what: /: (admin|union\.auth)\.clientSecretLocation$/, why: 'the default, /etc/secrets/client_secret, is where flyteadmin, the scheduler and the executor have it', noticed: 8 },
  { what: /: union\.auth\.(type|enable|tokenRefreshWindow)$/, why: 'the default of the section: it authenticates with a client secret' },
  { what: /: auth\.userAuth\.(idpQueryParameter|cookieSetting(\..*)?)$/, why: 'the default of flyteadmin, or a hint to the provider' },
  { what: /: auth\.(http|grpc)AuthorizationHeader$/, why: 'the default is flyte-authorization, which is what the clients send' },
  { what: /: executions\.app\.adminClient\.connection\.endpoint$/, why: 'the charts leave it out, too (2026.3: executions, 2026.8: identity): the service knows where flyteadmin is' },
  { what: /^ConfigMap\/(executor|leaseworker|flyte-propeller-config|union-clusterresourcesync-config) \S+: admin\.insecure$/, why: 'false, as data planes have it, is the default; true elsewhere is found' },
  { what: /: auth\.authorizedUris\[http:/, why: 'asked under the name of its Service, flyteadmin then expects the audience of the first URI, the public one, or one of allowedAudience (auth/handler_utils.go: GetPublicURL)' },
  { what: /: auth\.appAuth\.externalAuthServer\.baseUrl$/, why: 'without it flyteadmin takes the issuer of openId, which is the same (auth/authzserver: NewOAuth2ResourceServer)' },
  { what: /: auth\.appAuth\.externalAuthServer\.allowedAudience\[web-app-client-id\]$/, why: 'browsers present an ID token in a cookie, whose audience is openId.clientId' },
  { what: /: auth\.appAuth\.thirdPartyConfig\.flyteClient\.redirectUri$/, why: 'the default of flyteadmin is the same' },
  { what: /: auth\.appAuth\.thirdPartyConfig\.flyteClient\.scopes(\[offline_access\])?$/, why: 'the default, all and offline, is what Ory Hydra takes; without offline_access people sign in again when the access token ends', noticed: 4 },
  { what: /: auth\.appAuth\.thirdPartyConfig\.flyteClient\.audience$/, why: 'a provider whose services need not ask for the audience writes it for SDK and CLI, too', noticed: 1 },
  { what: /: auth\.userAuth\.openId\.scopes(\[(profile|offline_access|web-app-client-id\/all)\])?$/, why: 'the default, openid and profile, signs people in; without the others their sessions are shorter, or the console does not show a name' },
  { what: /: auth\.appAuth\.identityTypeClaimsForApps/, why: 'tells services from people in the console; both get in' },
  { what: /^(Ingress|IngressRoute)\/\S+ spec\.tls/, why: 'certificates: clients see at once that theirs is missing' },
  { what: /^IngressRoute\/\S+ spec\.entryPoints/, why: 'a router with tls serves TLS alone, at whatever entry point' },
  { what: /^Gateway\/\S+ spec\.(gatewayClassName|listeners\[https?\])/, why: 'a listener that is incomplete serves nobody', noticed: 2 },
  { what: /^(HTTPRoute|GRPCRoute)\/\S+ spec\.parentRefs\[[^\]]*\]\.(sectionName|group|kind)$/, why: 'the defaults; without a listener the route is on all of them, and its guard with it' },
  { what: /^(HTTPRoute|GRPCRoute)\/\S+ spec\.hostnames/, why: 'the listener is for the same host' },
  { what: /^ClientTrafficPolicy\/\S+ spec\./, why: 'what TLS clients are offered, limits of time, and a default of Envoy Gateway that is said aloud' },
  { what: /^BackendTrafficPolicy\/\S+ spec\./, why: 'a limit of time: streams end early without' },
  { what: /^(HTTPRoute|IngressRoute|Middleware)\/controlplane-https-redirect spec\./, why: 'the way from http to https: without, nobody answers by http' },
  { what: /^(HTTPRoute|GRPCRoute)\/\S+ spec\.rules\[\]\.filters/, why: 'HSTS, and a header that names the host: flyteadmin believes only hosts that it authorizes (auth/handler_utils.go: GetPublicURL)' },
  { what: /^Ingress\/\S+ metadata\.annotations\.nginx\.ingress\.kubernetes\.io\/proxy-(body-size|buffer-size|read-timeout|send-timeout)$/, why: 'limits of size and time' },
  { what: /^Ingress\/\S+ metadata\.annotations\.nginx\.ingress\.kubernetes\.io\/auth-signin-redirect-param$/, why: 'the controller adds a parameter of its own then, which flyteadmin does not read' },
  { what: /^Ingress\/(controlplane-protected|controlplane-usage) metadata\.annotations\.nginx\.ingress\.kubernetes\.io\/auth-signin$/, why: 'calls of the API get 401 then, and the console sends people to sign in' },
  { what: /^Ingress\/(controlplane|controlplane-protected|controlplane-usage|controlplane-console-protected) metadata\.annotations\.nginx\.ingress\.kubernetes\.io\/backend-protocol$/, why: 'HTTP is the default' },
  { what: /^Ingress\/\S+ metadata\.annotations\.nginx\.ingress\.kubernetes\.io\/use-regex$/, why: 'one Ingress of a host with it is enough for all' },
  { what: /^Ingress\/(controlplane|controlplane-grpc|controlplane-grpc-streaming) metadata\.annotations\.nginx\.ingress\.kubernetes\.io\/rewrite-target$/, why: 'the backend gets the path as it was sent: Go answers 404 to one that nginx reads as another' },
  { what: /^SecurityPolicy\/\S+ spec\.extAuth\.(failOpen|statusOnError)$/, why: 'nobody passes without an answer by default; callers get 403 instead of 503 then' },
  { what: /^SecurityPolicy\/\S+ spec\.extAuth\.headersToExtAuth\[authorization\]$/, why: 'Envoy shows an auth service Authorization in any case' },
  { what: /^(SecurityPolicy|Middleware)\/controlplane-unauthorized spec\.(extAuth\.headersToExtAuth|forwardAuth\.authRequestHeaders)\[(cookie|accept|Cookie|Accept)\]$/, why: 'callers of gRPC have no cookies, and are sent nowhere to sign in' },
  { what: /^SecurityPolicy\/\S+ spec\.extAuth\.http\.headersToBackend\[x-user-claim-(?!identitytype|preferred-username)/, why: 'headers that no service of Union reads as an identity' },
  { what: /^SecurityPolicy\/\S+ spec\.extAuth\.http\.headersToBackend\[(grpc-metadata-\S+|userinfo-bin|from_http)\]$/, why: 'the ClientTrafficPolicy takes them from clients, too: each covers by itself' },
  { what: /^SecurityPolicy\/\S+ spec\..*\.(group|weight)$/, why: 'defaults; the API server refuses a target without its group' },
  { what: /^SecurityPolicy\/\S+ spec\.extAuth\.http\.backendRefs\[[^\]]*\]\.kind$/, why: 'a Service is the default' },
  { what: /^Middleware\/\S+ spec\.forwardAuth\.(trustForwardHeader|authRequestHeaders)$/, why: 'a default; without a list the gate sees every header' },
  { what: /^Middleware\/\S+ spec\.forwardAuth\.authResponseHeaders/, why: 'the list and the expression cover the headers of an identity, each by itself' },
  { what: /^Middleware\/controlplane-headers spec\./, why: 'HSTS, and names with an underscore, which no server of Go takes for those with a dash' },
  { what: /^IngressRoute\/\S+ spec\.routes\[\]\.middlewares\[controlplane-headers\]$/, why: 'HSTS, and names with an underscore, which no server of Go takes for those with a dash' },
  { what: /^IngressRoute\/(controlplane|controlplane-grpc|controlplane-grpc-streaming) spec\.routes\[\]\.middlewares$/, why: 'the same: an open route has no other' },
  { what: /^IngressRoute\/\S+ spec\.routes\[\]\.(kind|priority)$/, why: 'a default; and by the length of their rules these routes come in an order that opens nothing', noticed: 1 },
  { what: /^(HTTPRoute|GRPCRoute)\/\S+ spec\.rules\[\]\.(backendRefs\[[^\]]*\]\.(group|kind|weight)|matches\[\]\.(path|method)\.type)$/, why: 'defaults: a Service, and the start of a path' },
  { what: /^GRPCRoute\/controlplane-grpc-streaming spec\.rules\[\]\.matches\[\]\.method\.service$/, why: 'a method of whichever service: routes that name a service go before it' },
  { what: /^Ingress\/\S+ spec\.(ingressClassName|rules\[\]\.http\.paths\[\]\.pathType)$/, why: 'the API server refuses a path without a type; without a class the default controller serves it, or none' },
  { what: /^(Ingress|IngressRoute|HTTPRoute|GRPCRoute)\/\S+ spec\.(rules|routes)(\[\])?(\.(services|backendRefs|http\.paths\[\]\.backend)\b.*)?$/, why: 'what no route or backend serves answers 404 or 503; what leads to the sign-in is found', noticed: 67 },
  { what: /^Ingress\/\S+ spec\.rules\[\]\.(host|http(\.paths(\[\])?)?)$/, why: 'what no path serves answers 404; what leads to the sign-in is found', noticed: 12 },
  { what: /^(HTTPRoute|GRPCRoute)\/\S+ spec\.rules\[\]\.matches\[\]$/, why: 'what no route serves answers 404; what leads to the sign-in is found', noticed: 8 },
  { what: /^(Ingress|IngressRoute|HTTPRoute|GRPCRoute)\/\S+protected\S* spec\.(rules|routes)\[\]\.(match|matches|http\.paths\[\]\.path)\b/, why: 'a guarded route that takes other requests is guarded still', noticed: 23 },
  { what: /^(Ingress|HTTPRoute|GRPCRoute)\/controlplane-usage spec\.(rules|routes)\[\]\.(matches|http\.paths\[\]\.path)\b/, why: 'the same' },
  { what: /^IngressRoute\/\S+ spec\.routes\[\]\.match\b/, why: 'Traefik leaves a route without a rule out', noticed: 32 },
  { what: /^Ingress\/\S+ metadata\.annotations\.nginx\.ingress\.kubernetes\.io\/(auth-cache-duration|auth-cache-key)$/, why: 'without a cache flyteadmin is asked each time' },
  { what: /auth-response-headers: (Set-Cookie|X-User-Claim-(?!Identitytype|Preferred-Username))/, why: 'headers that no service of Union reads as an identity; a session is renewed at the next sign-in' },
  { what: /^ValidatingAdmissionPolicy(Binding)?\/\S+ /, why: 'it narrows what RBAC gives to cluster resource sync, which signs nobody in' },
  { what: /^Ingress\/(?!\S+-grpc)\S+ .*auth-response-headers: Userinfo-Bin$/, why: 'HTTP ports read it behind the prefix alone' },
  { what: /^Ingress\/\S+-grpc\S* .*auth-response-headers: Grpc-Metadata-(?!From_http$)/, why: 'gRPC ports read metadata without the prefix' },
  {
    what: /^Ingress\/(?!\S+-grpc)\S+ .*auth-response-headers: Grpc-Metadata-(X-Forwarded-Host|(Flyte-)?Authorization)$/,
    why: 'behind the guard it is a token, which is checked, or the audience of one that /me accepted',
  },
  { what: /auth-response-headers: (Grpc-Metadata-)?From_http$/, why: 'nginx drops names with an underscore, unless it is told otherwise' },
  { what: gateLine('#resolver;|resolver_timeout'), why: 'without DNS servers the gate finds no flyteadmin, and answers 503; a limit of time' },
  { what: gateLine('#ipv6: '), why: 'a port for clusters of IPv6 alone, where nobody reaches the gate without it, and nobody gets in' },
  { what: gateLine('variables_hash_bucket_size'), why: 'room for the names of variables: nginx does not start without, and its pod says why' },
  { what: gateLine('proxy_hide_header Grpc-Metadata-Content-Type'), why: 'the type of an answer as metadata, which states nobody; no list of an edge names it' },
  { what: gateLine('add_header x-envoy-auth-headers-to-remove'), why: 'the ClientTrafficPolicy takes these headers from clients too, before the gate is asked: each covers by itself' },
  { what: /^ConfigMap\/union-auth-gate(-nginx)? data\.start\.sh/, why: 'how nginx starts: a gate that does not start, or finds no flyteadmin, lets nobody in' },
  { what: gateLine('#|worker_processes|error_log|access_log|server_tokens'), why: 'comments and logs of the auth gate' },
  { what: gateLine('daemon|pid|\\w+_temp_path'), why: 'what nginx needs to stay up in its container: a gate that does not start lets nobody in, and its pod says why' },
  { what: gateLine('client_header_buffer_size|large_client_header_buffers|client_max_body_size|proxy_buffer|proxy_busy|proxy_(connect|read)_timeout'), why: 'room and time for /me: what outgrows the defaults of nginx is refused' },
  { what: gateLine('proxy_http_version|proxy_set_header Connection'), why: 'they keep connections to flyteadmin open; without, each question opens one' },
  { what: gateLine('proxy_pass_request_body|proxy_set_header Content-Length'), why: 'no edge sends the gate a body' },
  { what: gateLine('proxy_pass_request_headers'), why: 'Traefik and Envoy show the gate a list of headers alone; behind ingress-nginx, which shows it all, it is found', noticed: 1 },
  { what: gateLine('proxy_set_header Host'), why: 'flyteadmin is asked by the name of the upstream then, which is no public name either' },
  { what: gateLine('error_page 500|location @unavailable |listen 8081 > proxy_intercept_errors'), why: 'a caller is refused all the same while flyteadmin is away, with 502 or 500 instead of 503' },
  { what: gateLine('listen 8081 > location \/ > proxy_set_header Cookie'), why: 'callers of gRPC have no cookies' },
  { what: gateLine('location @sign_in > (proxy_method|proxy_redirect|if )|listen 127.0.0.1:8082 > return'), why: 'a redirect to sign in is the same for any method; without the condition everybody gets it, as behind ingress-nginx' },
  { what: gateLine('absolute_redirect|location @sign_in > proxy_set_header X-Forwarded-Host'), why: 'behind Traefik redirects name the host, which the header tells; behind Envoy they do not', noticed: 2 },
];

/** A part of the whole looks the same: nobody can tell what is missing from what was not handed in. */
export const UNSEEN: readonly Reviewed[] = [
  { what: /^\w+\/\S+$/, why: 'an object that is not in the input may come from elsewhere', noticed: 110 },
  { what: /^\w+\/\S+ metadata\.(namespace|annotations)$/, why: 'without a namespace, as helm template leaves it, whoever applies decides; without annotations it is somebody else\'s object' },
  { what: /^\w+\/\S+ (spec|data)$/, why: 'an object of which nothing is left; the API server refuses it', noticed: 87 },
  {
    what: /^Deployment\/\S+ spec\.(template(\.(metadata|spec(\.(containers|initContainers|volumes)(\[[^\]]*\])?)?)?)?|selector.*)$/,
    why: 'a Deployment without its pods; the API server refuses it',
    noticed: 31,
  },
  { what: /^ConfigMap\/\S+ data\.\S+: authorizer(\.|$)/, why: 'what a service does that is not told is not public; these planes say Noop, which asks nobody' },
  { what: /: auth\.appAuth\.externalAuthServer\.metadataUrl$/, why: 'whether a provider publishes OAuth metadata at the default place shows only where its host is known' },
];

/** Faults that the verifier does not see yet. The list may only become shorter. */
export const OPEN: readonly Reviewed[] = [
  {
    what: /^SecurityPolicy\/\S+ spec\.extAuth\.http\.headersToBackend(\[x-user-(subject|token|claim-identitytype|claim-preferred-username)\])?$/,
    why: 'nobody is taken for somebody else, as the ClientTrafficPolicy takes them from clients; that services are not told who calls is what no rule sees',
  },
];
