import com.example.cdk8sunionauth.*;
import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.plus28.ContainerProps;
import org.cdk8s.plus28.Deployment;
import org.cdk8s.plus28.Ingress;
import org.cdk8s.plus28.IngressBackend;
import org.cdk8s.plus28.IngressTls;

public class Main {
  public static void main(String[] args) {
    UnionIdentity identity = UnionIdentity.Builder.create()
        .domain("union.example.com")
        .identityProvider(IdentityProvider.okta(OktaProviderProps.builder().orgUrl("https://acme.okta.example.com").build()))
        .applications(Applications.builder()
            .web(client("0oa-web-1111", "union/web"))
            .nativeValue(OAuthClient.builder().clientId("0oa-native-2222").build())
            .service(client("0oa-service-3333", "union/service"))
            .build())
        .clients(Map.of("reports", client("0oa-reports-6666", "union/reports")))
        .build();
    SecretDelivery secrets = SecretDelivery.externalSecrets(
        ExternalSecretsDeliveryProps.builder().store(SecretStore.fromName("default")).build());
    App app = new App();
    Chart own = new Chart(app, "reports", ChartProps.builder().namespace("reports").build());
    Deployment deployment = Deployment.Builder.create(own, "reports")
        .containers(List.of(ContainerProps.builder().image("registry.example.com/acme/reports:1.4.2").portNumber(8080).build()))
        .build();
    Ingress ingress = Ingress.Builder.create(own, "ingress")
        .className("nginx")
        .tls(List.of(IngressTls.builder().hosts(List.of(identity.getDomain())).build()))
        .build();
    ingress.addHostRule(identity.getDomain(), "/reports", IngressBackend.fromService(deployment.exposeViaService()));

    Chart cp = new Chart(app, "union-cp", ChartProps.builder().namespace("union-cp").build());
    IngressNginxGuard.Builder.create(cp, "guard").identity(identity).build().addTo(ingress);
    WorkloadClient.Builder.create(own, "client").client(identity.client("reports")).secrets(secrets).build().addTo(deployment);
    Map<String, Object> mine = Map.of("flyte", Map.of("flyteadmin", Map.of("replicaCount", 3)));
    PlaneConfig.controlPlane(ControlPlaneConfigProps.builder().identity(identity).build()).getValues().mergeOver(mine)
        .writeTo(app, "controlplane.values.yaml");
    app.synth();
  }

  private static OAuthClient client(String id, String key) {
    return OAuthClient.builder().clientId(id).secret(RemoteRef.builder().key(key).build()).build();
  }
}
