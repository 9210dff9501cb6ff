// Package provider is the Terraform provider for Botbiz, for programs that embed it, such as Crossplane, Pulumi, and tests.
// It is the only public package of this module, and follows the version of the provider: a breaking change is a major
// release.
package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	botbiz "github.com/botbiz/terraform-provider-botbiz/internal/provider"
)

// Option changes the provider for a program that embeds it.
type Option func(*options)

type options struct{ share time.Duration }

// ShareReadings lets all configurations of the process with the same base URL and API key share readings of the lists that
// are no older than d. A program that configures the provider for every object, such as a Crossplane provider, sends far
// fewer requests with it, and sees a change that somebody else makes up to d later. Without it, each configuration reads for
// itself, as in Terraform.
func ShareReadings(d time.Duration) Option { return func(o *options) { o.share = d } }

// New returns a constructor of the provider. The version is the one that the provider reports, for example "1.0.0". The
// configuration comes from the provider block of the embedding program, or from the environment.
func New(version string, given ...Option) func() provider.Provider {
	var o options
	for _, option := range given {
		option(&o)
	}
	return botbiz.NewSharing(version, o.share)
}
