// Asks flyteadmin for its projects as flytectl does: by flyteidl's client, on a config file.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/flyteorg/flyteidl/clients/go/admin"
	"github.com/flyteorg/flyteidl/clients/go/admin/cache"
	requests "github.com/flyteorg/flyteidl/gen/pb-go/flyteidl/admin"
	"github.com/flyteorg/flytestdlib/config"
	"github.com/flyteorg/flytestdlib/config/viper"
	"google.golang.org/grpc/resolver"
)

func main() {
	resolver.Register(unresolved{})
	ctx := context.Background()
	if err := viper.NewAccessor(config.Options{SearchPaths: os.Args[1:]}).UpdateConfig(ctx); err != nil {
		fail(err)
	}
	client, err := admin.InitializeAdminClientFromConfig(ctx, &cache.TokenCacheInMemoryProvider{})
	if err != nil {
		fail(err)
	}
	projects, err := client.ListProjects(ctx, &requests.ProjectListRequest{})
	if err != nil {
		fail(err)
	}
	fmt.Println("answered", projects)
}

func fail(err error) {
	fmt.Println(err)
	os.Exit(1)
}

// The client has names resolved before it asks the proxy, and only the proxy knows ours.
type unresolved struct{}

func (unresolved) Scheme() string { return "dns" }

func (unresolved) Build(target resolver.Target, conn resolver.ClientConn, _ resolver.BuildOptions) (resolver.Resolver, error) {
	address := target.Endpoint()
	if !strings.Contains(address, ":") {
		address += ":443"
	}
	// Not before this returns: grpc holds its lock so long.
	go func() { _ = conn.UpdateState(resolver.State{Addresses: []resolver.Address{{Addr: address}}}) }()
	return unresolved{}, nil
}

func (unresolved) ResolveNow(resolver.ResolveNowOptions) {}

func (unresolved) Close() {}
