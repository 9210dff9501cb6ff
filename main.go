// Command terraform-provider-botbiz is the Terraform provider for Botbiz.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/botbiz/terraform-provider-botbiz/provider"
)

// version is set by the linker.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run under a debugger: print TF_REATTACH_PROVIDERS and wait for Terraform")
	flag.Parse()
	// net/http logs what a server sends after a response, and that can repeat the API key. Terraform would log it.
	log.SetOutput(io.Discard)
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/botbiz/botbiz",
		Debug:   *debug,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
