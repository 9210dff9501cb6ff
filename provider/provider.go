// Package provider is the Terraform provider for Botbiz, for programs that embed it, such as Crossplane, Pulumi, and tests.
// It is the only public package of this module, and follows the version of the provider: a breaking change is a major
// release.
package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"

	botbiz "github.com/botbiz/terraform-provider-botbiz/internal/provider"
)

// New returns a constructor of the provider. The version is the one that the provider reports, for example "1.0.0". The
// configuration comes from the provider block of the embedding program, or from the environment.
func New(version string) func() provider.Provider {
	return botbiz.New(version)
}
