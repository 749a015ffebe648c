package main

import (
	auth "github.com/acme/cdk8s-union-auth-go/cdk8sunionauth"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	kplus "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus28/v2"
)

func main() {
	defer jsii.Close()
	text := jsii.String
	identity := auth.NewUnionIdentity(&auth.UnionIdentityProps{
		Domain:           text("union.example.com"),
		IdentityProvider: auth.IdentityProvider_Okta(&auth.OktaProviderProps{OrgUrl: text("https://acme.okta.example.com")}),
		Applications: &auth.Applications{
			Web:     client("0oa-web-1111", "union/web"),
			Native:  &auth.OAuthClient{ClientId: text("0oa-native-2222")},
			Service: client("0oa-service-3333", "union/service"),
		},
		Clients: &map[string]*auth.OAuthClient{"reports": client("0oa-reports-6666", "union/reports")},
	})
	secrets := auth.SecretDelivery_ExternalSecrets(&auth.ExternalSecretsDeliveryProps{Store: auth.SecretStore_FromName(text("default"))})
	app := cdk8s.NewApp(nil)
	own := cdk8s.NewChart(app, text("reports"), &cdk8s.ChartProps{Namespace: text("reports")})
	deployment := kplus.NewDeployment(own, text("reports"), &kplus.DeploymentProps{
		Containers: &[]*kplus.ContainerProps{{Image: text("registry.example.com/acme/reports:1.4.2"), PortNumber: jsii.Number(8080)}},
	})
	ingress := kplus.NewIngress(own, text("ingress"), &kplus.IngressProps{
		ClassName: text("nginx"), Tls: &[]*kplus.IngressTls{{Hosts: jsii.Strings(*identity.Domain())}},
	})
	ingress.AddHostRule(identity.Domain(), text("/reports"), kplus.IngressBackend_FromService(deployment.ExposeViaService(nil), nil), "")

	cp := cdk8s.NewChart(app, text("union-cp"), &cdk8s.ChartProps{Namespace: text("union-cp")})
	auth.NewIngressNginxGuard(cp, text("guard"), &auth.RouteGuardProps{Identity: identity}).AddTo(ingress, "")
	auth.NewWorkloadClient(own, text("client"), &auth.WorkloadClientProps{Client: identity.Client(text("reports")), Secrets: secrets}).AddTo(deployment)
	mine := map[string]interface{}{"flyte": map[string]interface{}{"flyteadmin": map[string]interface{}{"replicaCount": 3}}}
	auth.PlaneConfig_ControlPlane(&auth.ControlPlaneConfigProps{Identity: identity}).Values().MergeOver(&mine, nil).
		WriteTo(app, text("controlplane.values.yaml"))
	app.Synth()
}

func client(id string, key string) *auth.OAuthClient {
	return &auth.OAuthClient{ClientId: jsii.String(id), Secret: &auth.RemoteRef{Key: jsii.String(key)}}
}
