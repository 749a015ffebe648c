from cdk8s import App, Chart
from cdk8s_plus_28 import ContainerProps, Deployment, Ingress, IngressBackend, IngressTls
from cdk8s_union_auth import (
    Applications, IdentityProvider, IngressNginxGuard, OAuthClient, PlaneConfig, RemoteRef, SecretDelivery,
    SecretStore, UnionIdentity, WorkloadClient)


def client(client_id, key):
    return OAuthClient(client_id=client_id, secret=RemoteRef(key=key))


identity = UnionIdentity(
    domain="union.example.com",
    identity_provider=IdentityProvider.okta(org_url="https://acme.okta.example.com"),
    applications=Applications(
        web=client("0oa-web-1111", "union/web"),
        native=OAuthClient(client_id="0oa-native-2222"),
        service=client("0oa-service-3333", "union/service")),
    clients={"reports": client("0oa-reports-6666", "union/reports")})
secrets = SecretDelivery.external_secrets(store=SecretStore.from_name("default"))
app = App()
own = Chart(app, "reports", namespace="reports")
deployment = Deployment(own, "reports", containers=[
    ContainerProps(image="registry.example.com/acme/reports:1.4.2", port_number=8080)])
ingress = Ingress(own, "ingress", class_name="nginx", tls=[IngressTls(hosts=[identity.domain])])
ingress.add_host_rule(identity.domain, "/reports", IngressBackend.from_service(deployment.expose_via_service()))

IngressNginxGuard(Chart(app, "union-cp", namespace="union-cp"), "guard", identity=identity).add_to(ingress)
WorkloadClient(own, "client", client=identity.client("reports"), secrets=secrets).add_to(deployment)
mine = {"flyte": {"flyteadmin": {"replicaCount": 3}}}
PlaneConfig.control_plane(identity=identity).values.merge_over(mine).write_to(app, "controlplane.values.yaml")
app.synth()
