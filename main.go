// Command terraform-provider-botbiz is the Terraform provider for Botbiz.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/botbiz/terraform-provider-botbiz/provider"
)

// version is set by the linker.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run under a debugger: print TF_REATTACH_PROVIDERS and wait for Terraform")
	flag.Parse()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/botbiz/botbiz",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
