package provider

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// secretLost deals with an endpoint whose generated secret nobody knows. One that was adopted gets a fresh one; the
// server that simply tells none is left alone.
func (r *webhookEndpointResource) secretLost(ctx context.Context, id string, adopted bool, diags *diag.Diagnostics) *string {
	if !adopted {
		diags.AddWarning("The server told no signing secret", fmt.Sprintf(
			"The webhook endpoint %s was created, and the answer has no secret, so deliveries to it cannot be verified. Set signing_secret_wo to bring one of your own.", id))
		return nil
	}
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails, see its documentation
	secret := "whsec_" + hex.EncodeToString(random)
	// The endpoint exists and is about to be saved, so an interrupt must not keep it from getting its secret; but then the
	// secret must not keep the interrupt waiting for long either.
	held, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(r.clients.timeout, cancel) })()
	_, _, err := r.clients.api.Endpoints.Update(held, id, botbiz.EndpointChange{"secret": secret})
	if err != nil {
		diags.Append(diag.NewErrorDiagnostic("Signing secret lost", fmt.Sprintf(
			"The webhook endpoint %s was created, but the answer with its secret was lost, and giving it another one failed: %v.\n\n"+
				"It is in the state as tainted, so the next apply replaces it by one with a secret that is known. To keep it instead, run `terraform untaint` on its "+
				"address and set signing_secret_wo.\n\n%s", id, trimDot(err.Error()), more("Signing secret lost"))))
		return nil
	}
	return &secret
}
