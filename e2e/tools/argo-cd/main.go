// The parts of Argo CD that sync, and the cache that they share, as one program: the Go proxy serves the module, not the binaries.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alicebob/miniredis/v2"
	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	applicationset "github.com/argoproj/argo-cd/v3/cmd/argocd-applicationset-controller/commands"
	repository "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/spf13/cobra"
)

func main() {
	parts := map[string]*cobra.Command{
		"application-controller":    controller.NewCommand(),
		"applicationset-controller": applicationset.NewCommand(),
		"repo-server":               repository.NewCommand(),
		"cache":                     {RunE: cache, Args: cobra.ExactArgs(1)},
	}
	if len(os.Args) < 2 || parts[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "say which part: application-controller, applicationset-controller, repo-server or cache")
		os.Exit(2)
	}
	part := parts[os.Args[1]]
	part.SetArgs(os.Args[2:])
	if part.Execute() != nil {
		os.Exit(1)
	}
}

// The stand-in for Redis that Argo CD's own command line has, at an address.
func cache(_ *cobra.Command, args []string) error {
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr(args[0]); err != nil {
		return err
	}
	fmt.Println("listening on", server.Addr())
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
	<-ended
	return nil
}
